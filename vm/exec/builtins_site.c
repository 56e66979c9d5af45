/* The builtins that are there for people at a prompt: exit, quit, copyright, credits, license,
 * help. */
#include "vm/exec/builtins.h"

#include "vm/exec/sys.h"
#include "vm/interp.h"

typedef struct SiteObject {
    GbObject header;
    const char *name, *text; /* Static. */
} SiteObject;

static const char copyright_text[] =
    "Copyright (c) 2001-2023 Python Software Foundation.\nAll Rights Reserved.\n\n"
    "Copyright (c) 2000 BeOpen.com.\nAll Rights Reserved.\n\n"
    "Copyright (c) 1995-2001 Corporation for National Research Initiatives.\n"
    "All Rights Reserved.\n\n"
    "Copyright (c) 1991-1995 Stichting Mathematisch Centrum, Amsterdam.\nAll Rights Reserved.";

static const char credits_text[] =
    "    Thanks to CWI, CNRI, BeOpen.com, Zope Corporation and a cast of thousands\n"
    "    for supporting Python development.  See www.python.org for more information.";

static const char license_text[] = "See https://www.python.org/psf/license/";

static SiteObject *as_site(GbBorrow v)
{
    return (SiteObject *)gb_object(v);
}

/* --- exit, quit --- */

static GbRef quitter_repr(GbThread *t, GbBorrow self)
{
    return gb_str_format(t, "Use %s() or Ctrl-D (i.e. EOF) to exit", as_site(self)->name);
}

/* Closing standard input first makes a prompt that loops over it end, too. */
static GbRef quit_with(GbThread *t, GbBorrow code)
{
    GbBorrow in = gb_sys_peek(t, "stdin");
    if (in != GB_NULL && in != GB_NONE) {
        GbRef held = gb_new_ref(in);
        GbRef answer = gb_call_method(t, held, gb_name(t, close), NULL, 0);
        gb_clear(&answer);
        gb_decref(held);
        gb_raised_drop(t);
    }
    return gb_raise_value(t, gb_SystemExit, code);
}

static GbRef quitter_call(GbThread *t, GbBorrow self, const GbBorrow *args, int count,
                          GbBorrow names)
{
    if (count > 1 || (names != GB_NULL && gb_tuple_count(names) > 0 &&
                      !gb_str_equal_c(gb_tuple_peek(names, 0), "code")))
        return gb_raise(t, gb_TypeError, "%s() takes at most one argument (%d given)",
                        as_site(self)->name, count);
    return quit_with(t, count == 0 ? GB_NONE : args[0]);
}

/* --- copyright, credits, license --- */

static GbRef printer_repr(GbThread *t, GbBorrow self)
{
    if (as_site(self)->text == license_text)
        return gb_str_new(t, "Type license() to see the full license text");
    return gb_str_new(t, as_site(self)->text);
}

static int print_line(GbThread *t, const char *text)
{
    GbRef line = gb_str_format(t, "%s\n", text);
    if (line == GB_NULL)
        return -1;
    int result = gb_sys_write(t, "stdout", line);
    gb_decref(line);
    return result;
}

static GbRef printer_call(GbThread *t, GbBorrow self, const GbBorrow *args, int count,
                          GbBorrow names)
{
    if (count > 0)
        return gb_raise(t, gb_TypeError, "%s() takes no arguments (%d given)", as_site(self)->name,
                        count);
    return print_line(t, as_site(self)->text) < 0 ? GB_NULL : GB_NONE;
}

/* --- help --- */

static GbRef helper_repr(GbThread *t, GbBorrow self)
{
    return gb_str_new(t,
                      "Type help() for interactive help, or help(object) for help about object.");
}

/* pydoc's help if there is a pydoc on the path, else the short text of module _help. */
static GbRef helper_call(GbThread *t, GbBorrow self, const GbBorrow *args, int count,
                         GbBorrow names)
{
    GbRef module = gb_import(t, "pydoc");
    if (module == GB_NULL && gb_raised_drop_if(t, gb_ImportError))
        module = gb_import(t, "_help");
    GbRef function = module == GB_NULL ? GB_NULL : gb_attr_get_c(t, module, "help");
    GbRef result = function == GB_NULL ? GB_NULL : gb_call(t, function, args, count, names);
    gb_clear(&function);
    gb_clear(&module);
    return result;
}

/* --- Tables --- */

enum { SITE_FLAGS = GB_TYPE_FINAL | GB_TYPE_NO_CREATE };

static const GbTypeSpec quitter_spec = {
    .name = "_sitebuiltins.Quitter",
    .size = sizeof(SiteObject),
    .flags = SITE_FLAGS,
    .slots = {.repr = quitter_repr, .call = quitter_call},
};

static const GbTypeSpec printer_spec = {
    .name = "_sitebuiltins._Printer",
    .doc = "interactive prompt objects for printing the license text, a list of\n    contributors "
           "and the "
           "copyright notice.",
    .size = sizeof(SiteObject),
    .flags = SITE_FLAGS,
    .slots = {.repr = printer_repr, .call = printer_call},
};

static const GbTypeSpec helper_spec = {
    .name = "_sitebuiltins._Helper",
    .doc = "Define the builtin 'help'.\n\n    This is a wrapper around pydoc.help (with a twist).",
    .size = sizeof(SiteObject),
    .flags = SITE_FLAGS,
    .slots = {.repr = helper_repr, .call = helper_call},
};

static const struct {
    const char *name, *text;
    const GbTypeSpec *spec;
} site_rows[] = {
    {"quit", NULL, &quitter_spec},
    {"exit", NULL, &quitter_spec},
    {"copyright", copyright_text, &printer_spec},
    {"credits", credits_text, &printer_spec},
    {"license", license_text, &printer_spec},
    {"help", NULL, &helper_spec},
};

int gb_builtins_add_site(GbThread *t, GbBorrow builtins)
{
    if (gb_private_type_add(t, &quitter_spec) < 0 || gb_private_type_add(t, &printer_spec) < 0 ||
        gb_private_type_add(t, &helper_spec) < 0)
        return -1;
    for (size_t i = 0; i < sizeof site_rows / sizeof *site_rows; ++i) {
        SiteObject *object = gb_object_new(t, gb_spec_type(t, site_rows[i].spec));
        if (object == NULL)
            return -1;
        object->name = site_rows[i].name;
        object->text = site_rows[i].text;
        if (gb_module_set_take(t, builtins, object->name, gb_value(object)) < 0)
            return -1;
    }
    return 0;
}
