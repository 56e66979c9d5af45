/* Signatures of C functions: "pop(index=-1, /)" read once, then used to put the arguments of each
 * call in order and to say what is wrong with them, in the words that CPython's several ways of
 * parsing arguments have for it:
 *
 *     clear()                     METH_NOARGS     list.clear() takes no arguments (1 given)
 *     append(object, /)           METH_O          list.append() takes exactly one argument
 *     pop(index=-1, /)            positional      pop expected at most 1 argument, got 2
 *     find(sub, start=?, /) -> int  PyArg_Parse   find() takes at most 2 arguments (3 given)
 *     split(sep=None, maxsplit=-1)  keywords      split() takes at most 2 arguments (3 given) */
#include "runtime/check.h"
#include "vm/interp.h"
#include "vm/object/descriptor.h"
#include "vm/object/dict.h"
#include "vm/object/str.h"

#include <stdlib.h>

enum { ARGUMENTS_MAX = 48 }; /* Parameters of one function. */

/* --- Reading a signature --- */

/* One parameter as it stands in the text. */
typedef struct Parameter {
    const char *name;
    size_t name_size;
    const char *value; /* NULL: no default */
    size_t value_size;
    int stars;
} Parameter;

size_t gb_signature_name_size(const char *signature)
{
    return strcspn(signature, "(");
}

/* The end of a parameter: a comma or the closing parenthesis that is not in a string or in
 * brackets. */
static const char *parameter_end(const char *text)
{
    int depth = 0;
    for (char quote = 0; *text != '\0'; ++text) {
        if (quote != 0) {
            if (*text == '\\' && text[1] != '\0')
                ++text;
            else if (*text == quote)
                quote = 0;
        } else if (*text == '\'' || *text == '"') {
            quote = *text;
        } else if (*text == '(' || *text == '[' || *text == '{') {
            ++depth;
        } else if (depth > 0 && (*text == ')' || *text == ']' || *text == '}')) {
            --depth;
        } else if (depth == 0 && (*text == ',' || *text == ')')) {
            break;
        }
    }
    return text;
}

static bool next_parameter(const char **text, Parameter *parameter)
{
    const char *at = *text + strspn(*text, " ,");
    if (*at == ')' || *at == '\0')
        return false;
    const char *end = parameter_end(at);
    *text = end;
    *parameter = (Parameter){0};
    while (*at == '*') {
        ++parameter->stars;
        ++at;
    }
    const char *equals = memchr(at, '=', (size_t)(end - at));
    const char *name_end = equals == NULL ? end : equals;
    while (name_end > at && name_end[-1] == ' ')
        --name_end;
    parameter->name = at;
    parameter->name_size = (size_t)(name_end - at);
    if (equals != NULL) {
        parameter->value = equals + 1 + strspn(equals + 1, " ");
        parameter->value_size = (size_t)(end - parameter->value);
    }
    return true;
}

static char unescape(char letter)
{
    switch (letter) {
    case 'n':
        return '\n';
    case 't':
        return '\t';
    case 'r':
        return '\r';
    case '0':
        return '\0';
    default:
        return letter;
    }
}

static GbRef text_default(GbThread *t, const char *text, size_t size, bool is_bytes)
{
    char value[64];
    size_t count = 0;
    for (size_t i = 1; i + 1 < size && count < sizeof value; ++i)
        value[count++] = text[i] == '\\' ? unescape(text[++i]) : text[i];
    return is_bytes ? gb_bytes_new(t, value, count) : gb_str_intern(t, value, count);
}

static bool is_word(const char *text, size_t size, const char *word)
{
    return strlen(word) == size && memcmp(text, word, size) == 0;
}

/* Is a number written with a point or an exponent? (Hexadecimal defaults do not occur.) */
static bool is_float(const char *text, size_t size)
{
    return memchr(text, '.', size) != NULL || memchr(text, 'e', size) != NULL;
}

/* The value of a default; `?`, or anything that is no literal, stays GB_NULL: "not given". */
static int read_default(GbThread *t, const char *text, size_t size, GbRef *out)
{
    *out = GB_NULL;
    if (is_word(text, size, "None"))
        *out = GB_NONE;
    else if (is_word(text, size, "True") || is_word(text, size, "False"))
        *out = gb_bool(text[0] == 'T');
    else if (is_word(text, size, "()"))
        *out = gb_tuple_new(t, 0);
    else if (*text == '\'' || *text == '"')
        *out = text_default(t, text, size, false);
    else if (size > 2 && text[0] == 'b' && (text[1] == '\'' || text[1] == '"'))
        *out = text_default(t, text + 1, size - 1, true);
    else if (*text == '-' || (*text >= '0' && *text <= '9'))
        *out = is_float(text, size) ? gb_float_new(strtod(text, NULL))
                                    : gb_int_from_text(t, text, size, 0);
    return *out == GB_NULL && gb_raised(t) ? -1 : 0;
}

static int count_slots(const char *parameters)
{
    int count = 0;
    Parameter parameter;
    while (next_parameter(&parameters, &parameter))
        count += parameter.name_size > 0 && parameter.name[0] != '/';
    return count;
}

static int add_slot(GbThread *t, GbSignature *signature, const Parameter *parameter, int slot)
{
    GbRef name = gb_str_intern(t, parameter->name, parameter->name_size);
    if (name == GB_NULL)
        return -1;
    gb_tuple_set_take(signature->names, slot, name);
    if (parameter->value != NULL)
        return read_default(t, parameter->value, parameter->value_size, &signature->defaults[slot]);
    return 0;
}

static int read_parameters(GbThread *t, GbSignature *signature, const char *text)
{
    Parameter parameter;
    bool only_keyword = false;
    for (int slot = 0; next_parameter(&text, &parameter);) {
        if (parameter.name_size == 1 && parameter.name[0] == '/') {
            signature->posonly_count = signature->positional_count;
            continue;
        }
        if (parameter.stars == 1)
            only_keyword = true;
        if (parameter.name_size == 0)
            continue;
        if (add_slot(t, signature, &parameter, slot) < 0)
            return -1;
        if (parameter.stars == 1) {
            signature->varargs_slot = slot;
        } else if (parameter.stars == 2) {
            signature->varkw_slot = slot;
        } else if (only_keyword) {
            signature->kwonly_count++;
            if (parameter.value == NULL)
                signature->required_mask |= (uint64_t)1 << slot;
        } else {
            signature->positional_count++;
            if (parameter.value == NULL) {
                signature->required_count = signature->positional_count;
                signature->required_mask |= (uint64_t)1 << slot;
            }
        }
        slot++;
    }
    return 0;
}

static void signature_free(GbThread *t, GbSignature *signature)
{
    gb_clear(&signature->function_name);
    gb_clear(&signature->names);
    for (int i = 0; i < signature->slot_count; ++i)
        gb_clear(&signature->defaults[i]);
    gb_mem_free(t, signature, sizeof *signature + (size_t)signature->slot_count * sizeof(GbRef));
}

static GbSignature *signature_new(GbThread *t, const GbMethodDef *def)
{
    size_t name_size = gb_signature_name_size(def->signature);
    const char *parameters = def->signature + name_size + 1;
    int slot_count = count_slots(parameters);
    REQUIRE(slot_count <= ARGUMENTS_MAX);
    size_t bytes = sizeof(GbSignature) + (size_t)slot_count * sizeof(GbRef);
    GbSignature *signature = gb_mem_new(t, bytes);
    if (signature == NULL)
        return NULL;
    memset(signature, 0, bytes);
    signature->def = def;
    signature->slot_count = slot_count;
    signature->varargs_slot = signature->varkw_slot = -1;
    signature->function_name = gb_def_name(t, def);
    signature->names = gb_tuple_new(t, slot_count);
    if (signature->function_name == GB_NULL || signature->names == GB_NULL ||
        read_parameters(t, signature, parameters) < 0) {
        signature_free(t, signature);
        return NULL;
    }
    signature->is_plain = signature->required_mask >> signature->positional_count == 0 &&
                          signature->varargs_slot < 0 && signature->varkw_slot < 0;
    return signature;
}

const GbSignature *gb_signature_get(GbThread *t, const GbMethodDef *def)
{
    GbSideTable *table = &t->interp->signatures;
    GbSignature *signature = (GbSignature *)(uintptr_t)gb_side_get(table, def);
    if (signature != NULL)
        return signature;
    signature = signature_new(t, def);
    if (signature == NULL)
        return NULL;
    if (gb_side_set(t, table, def, (uintptr_t)signature) < 0) {
        signature_free(t, signature);
        return NULL;
    }
    return signature;
}

static void free_one(const void *key, uint64_t value, void *context)
{
    signature_free(context, (GbSignature *)(uintptr_t)value);
}

void gb_signatures_free(GbThread *t)
{
    gb_side_each(&t->interp->signatures, free_one, t);
    gb_side_free(t, &t->interp->signatures);
}

/* --- Errors --- */

/* A call whose arguments are bound. */
typedef struct Binding {
    const GbSignature *signature;
    const GbBorrow *args;
    int positional;        /* Given by position. */
    int keywords;          /* Given by name: args[positional..]. */
    GbBorrow names;
    const char *prefix;    /* Of the function's name; NULL: none. */
    bool is_type;          /* A constructor or initializer. */
} Binding;

static const char *plural(int count)
{
    return count == 1 ? "" : "s";
}

/* The function's full name is "prefix" "dot" "name". */
static const char *prefix_of(const Binding *binding)
{
    return binding->prefix == NULL ? "" : binding->prefix;
}

static const char *dot_of(const Binding *binding)
{
    return binding->prefix == NULL ? "" : ".";
}

/* Does the signature say what comes out, "-> int"? CPython's functions whose documentation does
 * are of the old make, and have words of their own. */
static bool has_result(const GbMethodDef *def)
{
    return def->signature[strlen(def->signature) - 1] != ')';
}

/* Functions that take no argument by name. */
static int fail_positional(GbThread *t, const Binding *binding)
{
    const GbSignature *signature = binding->signature;
    bool is_old = has_result(signature->def);
    const char *prefix = is_old ? "" : prefix_of(binding), *dot = is_old ? "" : dot_of(binding);
    GbBorrow name = signature->function_name;
    int given = binding->positional, least = signature->required_count,
        most = signature->positional_count;
    if (binding->keywords > 0 && signature->varkw_slot < 0)
        return gb_fail(t, gb_TypeError, "%s%s%U() takes no keyword arguments", prefix, dot, name);
    if (signature->slot_count == 0 && binding->is_type)
        return gb_fail(t, gb_TypeError, "%U takes no arguments", name);
    if (signature->slot_count == 0)
        return gb_fail(t, gb_TypeError, "%s%s%U() takes no arguments (%d given)", prefix, dot, name,
                       given);
    if (signature->slot_count == 1 && least == 1 && !binding->is_type)
        return gb_fail(t, gb_TypeError, "%s%s%U() takes exactly one argument (%d given)", prefix,
                       dot, name, given);
    bool is_exact = least == most && signature->varargs_slot < 0;
    int limit = given < least ? least : most;
    const char *bound = is_exact ? "" : given < least ? "at least " : "at most ";
    if (is_old)
        return gb_fail(t, gb_TypeError, "%U() takes %s%d argument%s (%d given)", name,
                       is_exact ? "exactly " : bound, limit, plural(limit), given);
    return gb_fail(t, gb_TypeError, "%U expected %s%d argument%s, got %d", name, bound, limit,
                   plural(limit), given);
}

/* The place of a keyword among the slots, -1: no such parameter. */
static int keyword_slot(const GbSignature *signature, GbBorrow name)
{
    const GbBorrow *names = gb_tuple_items(signature->names);
    for (int i = signature->posonly_count; i < signature->slot_count; ++i) {
        if (names[i] == name && i != signature->varargs_slot && i != signature->varkw_slot)
            return i;
    }
    for (int i = signature->posonly_count; i < signature->slot_count; ++i) {
        if (i != signature->varargs_slot && i != signature->varkw_slot &&
            gb_str_equal(names[i], name))
            return i;
    }
    return -1;
}

static bool is_given_by_name(const Binding *binding, int slot)
{
    for (int i = 0; i < binding->keywords; ++i) {
        if (keyword_slot(binding->signature, gb_tuple_peek(binding->names, i)) == slot)
            return true;
    }
    return false;
}

static int fail_count(GbThread *t, const Binding *binding)
{
    const GbSignature *signature = binding->signature;
    GbBorrow name = signature->function_name;
    int given = binding->positional, all = given + binding->keywords;
    int most_positional = signature->positional_count,
        most = most_positional + signature->kwonly_count;
    bool varargs = signature->varargs_slot >= 0;
    if (!varargs && signature->varkw_slot < 0 && all > most)
        return gb_fail(t, gb_TypeError, "%U() takes %s %d %sargument%s (%d given)", name,
                       signature->required_count < most ? "at most" : "exactly", most,
                       given == 0 ? "keyword " : "", plural(most), all);
    if (!varargs && given > most_positional && most_positional == 0)
        return gb_fail(t, gb_TypeError, "%U() takes no positional arguments", name);
    if (!varargs && given > most_positional)
        return gb_fail(t, gb_TypeError, "%U() takes %s %d positional argument%s (%d given)", name,
                       signature->required_count < most_positional ? "at most" : "exactly",
                       most_positional, plural(most_positional), given);
    int least = signature->required_count < signature->posonly_count ? signature->required_count
                                                                     : signature->posonly_count;
    if (given < least)
        return gb_fail(t, gb_TypeError, "%U() takes %s %d positional argument%s (%d given)", name,
                       varargs || least < most_positional ? "at least" : "exactly", least,
                       plural(least), given);
    return 0;
}

static int fail_missing(GbThread *t, const Binding *binding)
{
    const GbSignature *signature = binding->signature;
    for (int i = 0; i < signature->slot_count; ++i) {
        bool is_given = i < binding->positional && i < signature->positional_count;
        if (signature->required_mask >> i & 1 && !is_given && !is_given_by_name(binding, i))
            return gb_fail(t, gb_TypeError, "%U() missing required argument '%U' (pos %d)",
                           signature->function_name, gb_tuple_peek(signature->names, i), i + 1);
    }
    return 0;
}

static int fail_keyword(GbThread *t, const Binding *binding)
{
    const GbSignature *signature = binding->signature;
    for (int i = signature->posonly_count;
         i < binding->positional && i < signature->positional_count; ++i) {
        if (is_given_by_name(binding, i))
            return gb_fail(t, gb_TypeError,
                           "argument for %U() given by name ('%U') and position (%d)",
                           signature->function_name, gb_tuple_peek(signature->names, i), i + 1);
    }
    for (int i = 0; i < binding->keywords; ++i) {
        GbBorrow name = gb_tuple_peek(binding->names, i);
        if (!gb_is_str(name))
            return gb_fail(t, gb_TypeError, "keywords must be strings");
        if (keyword_slot(signature, name) < 0)
            return gb_fail(t, gb_TypeError, "'%U' is an invalid keyword argument for %U()", name,
                           signature->function_name);
    }
    return 0;
}

/* The arguments do not fit: say why, looking for reasons in CPython's order. */
static int fail_binding(GbThread *t, const Binding *binding)
{
    const GbSignature *signature = binding->signature;
    bool only_positional =
        signature->posonly_count == signature->positional_count && signature->kwonly_count == 0;
    bool count_fits = binding->positional >= signature->required_count &&
                      binding->positional <= signature->positional_count;
    if (only_positional && (signature->varkw_slot < 0 || !count_fits))
        return fail_positional(t, binding);
    if (fail_count(t, binding) < 0 || fail_missing(t, binding) < 0 || fail_keyword(t, binding) < 0)
        return -1;
    return gb_fail(t, gb_TypeError, "%U() got bad arguments", signature->function_name);
}

/* --- Binding --- */

static int bind_keywords(GbThread *t, const Binding *binding, GbBorrow *bound, GbBorrow rest)
{
    const GbSignature *signature = binding->signature;
    for (int i = 0; i < binding->keywords; ++i) {
        GbBorrow name = gb_tuple_peek(binding->names, i),
                 value = binding->args[binding->positional + i];
        int slot = gb_is_str(name) ? keyword_slot(signature, name) : -1;
        if (slot < 0 && rest != GB_NULL && gb_is_str(name)) {
            if (gb_dict_set(t, rest, name, value) < 0)
                return -1;
        } else if (slot < 0 || bound[slot] != GB_NULL) {
            return fail_binding(t, binding);
        } else {
            bound[slot] = value;
        }
    }
    return 0;
}

static int bind_defaults(GbThread *t, const Binding *binding, GbBorrow *bound)
{
    const GbSignature *signature = binding->signature;
    for (int i = 0; i < signature->slot_count; ++i) {
        if (bound[i] != GB_NULL)
            continue;
        if (signature->required_mask >> i & 1)
            return fail_binding(t, binding);
        bound[i] = signature->defaults[i];
    }
    return 0;
}

static int bind(GbThread *t, const Binding *binding, GbBorrow *bound, GbRef hold[2])
{
    const GbSignature *signature = binding->signature;
    int positional = binding->positional, most = signature->positional_count;
    int taken = positional < most ? positional : most;
    hold[0] = hold[1] = GB_NULL;
    if (signature->slot_count > 0)
        memset(bound, 0, (size_t)signature->slot_count * sizeof *bound);
    if (taken > 0)
        memcpy(bound, binding->args, (size_t)taken * sizeof *bound);
    if (positional > most && signature->varargs_slot < 0)
        return fail_binding(t, binding);
    if (signature->varargs_slot >= 0) {
        hold[0] = gb_tuple_from_array(t, binding->args + taken, positional - taken);
        if (hold[0] == GB_NULL)
            return -1;
        bound[signature->varargs_slot] = hold[0];
    }
    if (signature->varkw_slot >= 0) {
        hold[1] = gb_dict_new(t);
        if (hold[1] == GB_NULL)
            return -1;
        bound[signature->varkw_slot] = hold[1];
    }
    if (binding->keywords > 0 && bind_keywords(t, binding, bound, hold[1]) < 0)
        return -1;
    return bind_defaults(t, binding, bound);
}

static Binding binding_of(const GbSignature *signature, const GbBorrow *args, int count,
                          GbBorrow names, const char *prefix, bool is_type)
{
    int keywords = names == GB_NULL ? 0 : (int)gb_tuple_count(names);
    return (Binding){signature, args, count - keywords, keywords, names, prefix, is_type};
}

int gb_signature_bind(GbThread *t, const GbSignature *signature, const GbBorrow *args, int count,
                      GbBorrow names, const char *type_name, GbBorrow *bound, GbRef hold[2])
{
    Binding binding = binding_of(signature, args, count, names, type_name, false);
    return bind(t, &binding, bound, hold);
}

static GbRef bind_and_call(GbThread *t, const Binding *binding, GbBorrow self)
{
    GbBorrow bound[ARGUMENTS_MAX];
    GbRef hold[2], result = GB_NULL;
    if (bind(t, binding, bound, hold) == 0)
        result = binding->signature->def->function(t, self, bound);
    gb_clear(&hold[0]);
    gb_clear(&hold[1]);
    return result;
}

GbRef gb_signature_call_short(GbThread *t, const GbSignature *signature, GbBorrow self,
                              const GbBorrow *args, int count)
{
    GbBorrow bound[ARGUMENTS_MAX];
    int slot = 0;
    for (; slot < count; ++slot)
        bound[slot] = args[slot];
    for (; slot < signature->slot_count; ++slot)
        bound[slot] = signature->defaults[slot];
    return signature->def->function(t, self, bound);
}

static inline GbRef call(GbThread *t, const GbSignature *signature, GbBorrow self,
                         const GbBorrow *args, int count, GbBorrow names, const char *prefix,
                         bool is_type)
{
    if (names == GB_NULL && gb_signature_fits(signature, count))
        return gb_signature_call_fitting(t, signature, self, args, count);
    Binding binding = binding_of(signature, args, count, names, prefix, is_type);
    return bind_and_call(t, &binding, self);
}

GbRef gb_signature_call(GbThread *t, const GbSignature *signature, GbBorrow self,
                        const GbBorrow *args, int count, GbBorrow names, const char *type_name)
{
    return call(t, signature, self, args, count, names, type_name, false);
}

GbRef gb_signature_construct(GbThread *t, const GbSignature *signature, GbBorrow self,
                             const GbBorrow *args, int count, GbBorrow names)
{
    return call(t, signature, self, args, count, names, NULL, true);
}

/* --- What Python sees of a def --- */

GbRef gb_def_name(GbThread *t, const GbMethodDef *def)
{
    return gb_str_intern(t, def->signature, gb_signature_name_size(def->signature));
}

GbRef gb_def_doc(GbThread *t, const GbMethodDef *def)
{
    return def->doc == NULL ? GB_NONE : gb_str_new(t, def->doc);
}

static void write_parameters(GbWriter *writer, const char *text)
{
    for (; *text != '\0'; ++text) {
        if (*text == '\n' || *text == '\t')
            gb_writer_c(writer, *text == '\n' ? "\\n" : "\\t");
        else if (text[0] == '?' && text[-1] == '=')
            gb_writer_c(writer, "<unrepresentable>");
        else
            gb_writer_char(writer, (unsigned char)*text);
    }
}

GbRef gb_def_text_signature(GbThread *t, const GbMethodDef *def, const char *first)
{
    const char *parameters = def->signature + gb_signature_name_size(def->signature) + 1;
    bool is_empty = parameters[0] == ')';
    if (has_result(def))
        return GB_NONE;
    GbWriter writer;
    gb_writer_init(&writer, t);
    gb_writer_c(&writer, "(");
    gb_writer_c(&writer, first);
    if (first[0] != '\0' && strchr(parameters, '/') == NULL)
        gb_writer_c(&writer, ", /");
    if (first[0] != '\0' && !is_empty)
        gb_writer_c(&writer, ", ");
    write_parameters(&writer, parameters);
    return gb_writer_finish(&writer);
}
