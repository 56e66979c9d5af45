/* Module sys: the attributes that are plain values: versions, limits, flags, paths, arguments. */
#include "vm/exec/sys.h"
#include "vm/interp.h"
#include "vm/object/namespace.h"
#include "vm/object/type.h"

#include <float.h>
#include <stdio.h>

#define VERSION_TEXT "3.11.7"
enum { VERSION_HEX = 0x030b07f0 };

static const char copyright_text[] =
    "Copyright (c) 2001-2023 Python Software Foundation.\nAll Rights Reserved.\n\n"
    "Copyright (c) 2000 BeOpen.com.\nAll Rights Reserved.\n\n"
    "Copyright (c) 1995-2001 Corporation for National Research Initiatives.\n"
    "All Rights Reserved.\n\n"
    "Copyright (c) 1991-1995 Stichting Mathematisch Centrum, Amsterdam.\nAll Rights Reserved.";

/* --- Named tuples --- */

static GbRef refuse_create(GbThread *t, GbBorrow type, const GbBorrow *args, int count,
                           GbBorrow names)
{
    return gb_raise(t, gb_TypeError, "cannot create 'sys.%N' instances", (GbType *)gb_object(type));
}

/* sys.<name> = a named tuple of `values`, which are taken. There is just one of its type. */
static int add_sequence(GbThread *t, GbBorrow sys, const char *name, const char *const *fields,
                        int count, GbRef *values)
{
    char type_name[64];
    int result = -1, complete = 1;
    snprintf(type_name, sizeof type_name, "sys.%s", name);
    for (int i = 0; i < count; ++i)
        complete &= values[i] != GB_NULL;
    GbType *type = complete ? gb_struct_sequence_type(t, type_name, fields, count) : NULL;
    if (type != NULL)
        result = gb_module_set_take(t, sys, name, gb_struct_sequence_new(t, type, values));
    if (type != NULL)
        type->slots.create = refuse_create;
    if (type != NULL)
        gb_decref(gb_value(type));
    for (int i = 0; i < count; ++i)
        gb_clear(&values[i]);
    return result;
}

static int add_version_info(GbThread *t, GbBorrow sys)
{
    static const char *const fields[] = {"major", "minor", "micro", "releaselevel", "serial", NULL};
    GbRef values[] = {gb_small_new(3), gb_small_new(11), gb_small_new(7), gb_str_new(t, "final"),
                      gb_small_new(0)};
    return add_sequence(t, sys, "version_info", fields, 5, values);
}

static int add_float_info(GbThread *t, GbBorrow sys)
{
    static const char *const fields[] = {"max",     "max_exp",    "max_10_exp", "min",
                                         "min_exp", "min_10_exp", "dig",        "mant_dig",
                                         "epsilon", "radix",      "rounds",     NULL};
    GbRef values[] = {gb_float_new(DBL_MAX),
                      gb_small_new(DBL_MAX_EXP),
                      gb_small_new(DBL_MAX_10_EXP),
                      gb_float_new(DBL_MIN),
                      gb_small_new(DBL_MIN_EXP),
                      gb_small_new(DBL_MIN_10_EXP),
                      gb_small_new(DBL_DIG),
                      gb_small_new(DBL_MANT_DIG),
                      gb_float_new(DBL_EPSILON),
                      gb_small_new(FLT_RADIX),
                      gb_small_new(1)};
    return add_sequence(t, sys, "float_info", fields, 11, values);
}

static int add_int_info(GbThread *t, GbBorrow sys)
{
    static const char *const fields[] = {"bits_per_digit", "sizeof_digit", "default_max_str_digits",
                                         "str_digits_check_threshold", NULL};
    GbRef values[] = {gb_small_new(30), gb_small_new(4), gb_small_new(4300), gb_small_new(640)};
    return add_sequence(t, sys, "int_info", fields, 4, values);
}

static int add_hash_info(GbThread *t, GbBorrow sys)
{
    static const char *const fields[] = {"width",     "modulus",   "inf",       "nan",    "imag",
                                         "algorithm", "hash_bits", "seed_bits", "cutoff", NULL};
    GbRef values[] = {gb_small_new(64),      gb_int_new(t, ((int64_t)1 << 61) - 1),
                      gb_small_new(314159),  gb_small_new(0),
                      gb_small_new(1000003), gb_str_new(t, "siphash13"),
                      gb_small_new(64),      gb_small_new(128),
                      gb_small_new(0)};
    return add_sequence(t, sys, "hash_info", fields, 9, values);
}

static int add_thread_info(GbThread *t, GbBorrow sys)
{
    static const char *const fields[] = {"name", "lock", "version", NULL};
    GbRef values[] = {gb_str_new(t, "pthread"), gb_str_new(t, "mutex+cond"), GB_NONE};
    return add_sequence(t, sys, "thread_info", fields, 3, values);
}

static int add_flags(GbThread *t, GbBorrow sys)
{
    static const char *const fields[] = {"debug",
                                         "inspect",
                                         "interactive",
                                         "optimize",
                                         "dont_write_bytecode",
                                         "no_user_site",
                                         "no_site",
                                         "ignore_environment",
                                         "verbose",
                                         "bytes_warning",
                                         "quiet",
                                         "hash_randomization",
                                         "isolated",
                                         "dev_mode",
                                         "utf8_mode",
                                         "warn_default_encoding",
                                         "safe_path",
                                         "int_max_str_digits",
                                         NULL};
    const GbOptions *options = &t->interp->options;
    GbRef values[] = {gb_small_new(0),
                      gb_small_new(options->inspect),
                      gb_small_new(options->inspect),
                      gb_small_new(options->optimize),
                      gb_small_new(1),
                      gb_small_new(options->isolated),
                      gb_small_new(options->no_site),
                      gb_small_new(options->ignore_environment || options->isolated),
                      gb_small_new(options->verbose),
                      gb_small_new(0),
                      gb_small_new(options->quiet),
                      gb_small_new(options->hash_seed != 0),
                      gb_small_new(options->isolated),
                      GB_FALSE,
                      gb_small_new(0),
                      gb_small_new(0),
                      gb_bool(options->isolated),
                      gb_small_new(-1)};
    return add_sequence(t, sys, "flags", fields, 18, values);
}

static int add_hooks_type(GbThread *t)
{
    static const char *const fields[] = {"firstiter", "finalizer", NULL};
    t->interp->asyncgen_hooks_type = gb_struct_sequence_type(t, "asyncgen_hooks", fields, 2);
    return t->interp->asyncgen_hooks_type == NULL ? -1 : 0;
}

GbType *gb_sys_asyncgen_hooks_type(GbThread *t)
{
    return t->interp->asyncgen_hooks_type;
}

static int add_implementation(GbThread *t, GbBorrow sys)
{
    GbRef dict = gb_dict_new(t), object = GB_NULL;
    int result = -1;
    if (dict == GB_NULL)
        return -1;
    if (gb_dict_set_c_take(t, dict, "name", gb_str_new(t, "gilbox")) < 0 ||
        gb_dict_set_c_take(t, dict, "cache_tag", gb_str_new(t, GB_CACHE_TAG)) < 0 ||
        gb_dict_set_c(t, dict, "version", gb_sys_peek(t, "version_info")) < 0 ||
        gb_dict_set_c(t, dict, "hexversion", gb_small_new(VERSION_HEX)) < 0 ||
        gb_dict_set_c_take(t, dict, "_multiarch", gb_str_new(t, "x86_64-linux-gnu")) < 0)
        goto done;
    object = gb_namespace_new(t, dict);
    result = gb_module_set_take(t, sys, "implementation", object);
done:
    gb_decref(dict);
    return result;
}

/* --- Lists from the command line --- */

static GbRef text_of(GbThread *t, const char *text)
{
    return gb_decode(t, (const uint8_t *)text, strlen(text), NULL, "surrogateescape");
}

static GbRef list_of(GbThread *t, const char *first, const char *const *items, int count)
{
    GbRef list = gb_list_new(t, count + 1);
    if (list != GB_NULL && first != NULL && gb_list_append_take(t, list, text_of(t, first)) < 0)
        gb_clear(&list);
    for (int i = 0; list != GB_NULL && i < count; ++i) {
        if (gb_list_append_take(t, list, text_of(t, items[i])) < 0)
            gb_clear(&list);
    }
    return list;
}

static int count_of(const char *const *items)
{
    int count = 0;
    while (items != NULL && items[count] != NULL)
        ++count;
    return count;
}

/* -X name=value, or -X name, which is True. */
static GbRef x_options(GbThread *t)
{
    const char *const *items = t->interp->options.x_options;
    GbRef dict = gb_dict_new(t);
    for (int i = 0; dict != GB_NULL && i < count_of(items); ++i) {
        const char *equals = strchr(items[i], '=');
        size_t size = equals == NULL ? strlen(items[i]) : (size_t)(equals - items[i]);
        GbRef key = gb_str_from_utf8(t, items[i], size);
        GbRef value = equals == NULL ? GB_TRUE : text_of(t, equals + 1);
        if (key == GB_NULL || value == GB_NULL || gb_dict_set(t, dict, key, value) < 0)
            gb_clear(&dict);
        gb_clear(&key);
        gb_clear(&value);
    }
    return dict;
}

/* The folders of options->path. The script's own is put before them when it is known. */
static GbRef search_path(GbThread *t)
{
    const char *rest = t->interp->options.path;
    GbRef list = gb_list_new(t, 4);
    while (list != GB_NULL && rest != NULL && *rest != '\0') {
        const char *colon = strchr(rest, ':');
        size_t size = colon == NULL ? strlen(rest) : (size_t)(colon - rest);
        GbRef entry = gb_decode(t, (const uint8_t *)rest, size, NULL, "surrogateescape");
        if (size > 0 && gb_list_append(t, list, entry) < 0)
            gb_clear(&list);
        gb_clear(&entry);
        rest += size + (colon != NULL);
    }
    return list;
}

static GbRef c_module_names(GbThread *t)
{
    GbRef list = list_of(t, "builtins", NULL, 0), tuple = GB_NULL;
    if (list == GB_NULL || gb_list_append_take(t, list, gb_str_new(t, "sys")) < 0)
        goto done;
    for (const GbModuleDef *const *row = gb_modules; *row != NULL; ++row) {
        if (gb_list_append_take(t, list, gb_str_new(t, (*row)->name)) < 0)
            goto done;
    }
    if (gb_list_sort(t, list, GB_NULL, false) == 0)
        tuple = gb_tuple_from(t, list);
done:
    gb_clear(&list);
    return tuple;
}

static GbRef library_names(GbThread *t)
{
    static const char *const names[] = {
#define GB_STDLIB_NAME(name) name,
#include "vm/exec/stdlib_names.def"
#undef GB_STDLIB_NAME
    };
    GbRef list = list_of(t, NULL, names, sizeof names / sizeof *names);
    GbRef set = list == GB_NULL ? GB_NULL : gb_frozenset_new(t, list);
    gb_clear(&list);
    return set;
}

/* --- Where the program is --- */

static int add_places(GbThread *t, GbBorrow sys)
{
    static const char *const prefixes[] = {"prefix", "exec_prefix", "base_prefix",
                                           "base_exec_prefix"};
    char *path = NULL;
    if (rt_executable_path(t->interp->rt, &path) < 0)
        path = NULL;
    const char *shown = path != NULL                            ? path
                        : t->interp->options.executable != NULL ? t->interp->options.executable
                                                                : "";
    int result = gb_module_set_take(t, sys, "executable", text_of(t, shown));
    if (result == 0)
        result = gb_module_set_take(t, sys, "_base_executable", text_of(t, shown));
    /* /usr/local of /usr/local/bin/gilbox. */
    for (int i = 0; path != NULL && i < 2; ++i) {
        char *slash = strrchr(path, '/');
        if (slash != NULL)
            *slash = '\0';
    }
    GbRef prefix = text_of(t, path == NULL || *path == '\0' ? "/" : path);
    for (int i = 0; result == 0 && i < 4; ++i)
        result = prefix == GB_NULL ? -1 : gb_module_set(t, sys, prefixes[i], prefix);
    gb_clear(&prefix);
    rt_free(path);
    return result;
}

/* --- All of them --- */

static int add_texts(GbThread *t, GbBorrow sys)
{
    static const char *const texts[][2] = {
        {"version", VERSION_TEXT " (gilbox, Jan  1 2026, 00:00:00) [C11]"},
        {"copyright", copyright_text},
        {"platform", "linux"},
        {"byteorder", "little"},
        {"float_repr_style", "short"},
        {"platlibdir", "lib"},
        {"abiflags", ""},
        {"_framework", ""},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; ++i) {
        if (gb_module_set_take(t, sys, texts[i][0], gb_str_new(t, texts[i][1])) < 0)
            return -1;
    }
    return 0;
}

static int add_numbers(GbThread *t, GbBorrow sys)
{
    if (gb_module_set(t, sys, "hexversion", gb_small_new(VERSION_HEX)) < 0 ||
        gb_module_set(t, sys, "api_version", gb_small_new(1013)) < 0 ||
        gb_module_set_take(t, sys, "maxsize", gb_int_new(t, INT64_MAX)) < 0 ||
        gb_module_set(t, sys, "maxunicode", gb_small_new(0x10ffff)) < 0 ||
        gb_module_set(t, sys, "dont_write_bytecode", GB_TRUE) < 0 ||
        gb_module_set(t, sys, "pycache_prefix", GB_NONE) < 0 ||
        gb_module_set(t, sys, "_stdlib_dir", GB_NONE) < 0 ||
        gb_module_set(t, sys, "_home", GB_NONE) < 0)
        return -1;
    GbRef git = gb_str_new(t, "gilbox"), none = git == GB_NULL ? GB_NULL : gb_str_new(t, "");
    GbRef tuple = none == GB_NULL ? GB_NULL : gb_tuple_of(t, 3, git, none, none);
    gb_clear(&git);
    gb_clear(&none);
    return gb_module_set_take(t, sys, "_git", tuple);
}

/* The whole command line; for an embedder who does not tell it: the program and its arguments. */
static GbRef original_arguments(GbThread *t)
{
    const GbOptions *options = &t->interp->options;
    if (options->orig_argv != NULL)
        return list_of(t, NULL, (const char *const *)options->orig_argv, options->orig_argc);
    return list_of(t, options->executable, (const char *const *)options->argv, options->argc);
}

static int add_lists(GbThread *t, GbBorrow sys)
{
    const GbOptions *options = &t->interp->options;
    const char *const *argv = (const char *const *)options->argv;
    int argc = options->argc;
    GbRef arguments = argc > 0 ? list_of(t, NULL, argv, argc) : list_of(t, "", NULL, 0);
    if (gb_module_set_take(t, sys, "argv", arguments) < 0 ||
        gb_module_set_take(t, sys, "orig_argv", original_arguments(t)) < 0 ||
        gb_module_set_take(t, sys, "path", search_path(t)) < 0 ||
        gb_module_set_take(t, sys, "warnoptions",
                           list_of(t, NULL, options->warnings, count_of(options->warnings))) < 0 ||
        gb_module_set_take(t, sys, "_xoptions", x_options(t)) < 0 ||
        gb_module_set_take(t, sys, "builtin_module_names", c_module_names(t)) < 0 ||
        gb_module_set_take(t, sys, "stdlib_module_names", library_names(t)) < 0)
        return -1;
    return gb_module_set(t, sys, "modules", t->interp->modules);
}

int gb_sys_add_values(GbThread *t, GbBorrow sys)
{
    if (add_texts(t, sys) < 0 || add_numbers(t, sys) < 0 || add_lists(t, sys) < 0 ||
        add_places(t, sys) < 0)
        return -1;
    if (add_version_info(t, sys) < 0 || add_float_info(t, sys) < 0 || add_int_info(t, sys) < 0 ||
        add_hash_info(t, sys) < 0 || add_thread_info(t, sys) < 0 || add_flags(t, sys) < 0)
        return -1;
    return add_hooks_type(t) < 0 ? -1 : add_implementation(t, sys);
}
