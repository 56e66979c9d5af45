/* What the files that make up the exception classes share.
 *
 * A family is what a class of exceptions.def adds to its base: slots, methods and attributes. Its
 * parts live in one file each and are put together by the GB_FAMILY_ macros, one per word of the
 * table's third column, in the specs that exception.c generates. Attributes are places of the
 * fields array: one getter and setter for each place. */
#ifndef GB_VM_OBJECT_EXCEPTION_PARTS_H
#define GB_VM_OBJECT_EXCEPTION_PARTS_H

#include "vm/object/exception.h"

#include <stdarg.h>

#define GB_EXCEPTION_PLACES(X) X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7)

/* gb_exception_get_0, gb_exception_set_0, ...: None where nothing is stored; deleting stores
 * nothing. */
#define GB_DECLARE_PLACE(n)                                 \
    GbRef gb_exception_get_##n(GbThread *t, GbBorrow self); \
    int gb_exception_set_##n(GbThread *t, GbBorrow self, GbBorrow value);
GB_EXCEPTION_PLACES(GB_DECLARE_PLACE)
#undef GB_DECLARE_PLACE

#define GB_FIELD(name, place, doc)                                    \
    {                                                                 \
        name, gb_exception_get_##place, gb_exception_set_##place, doc \
    }
#define GB_FIELD_READONLY(name, place, doc)                          \
    {                                                                \
        name, gb_exception_get_##place, gb_refuse_set, doc \
    }

/* BaseException's own parts, which families call. */
GbRef gb_exception_create(GbThread *t, GbBorrow type, const GbBorrow *args, int count,
                          GbBorrow names);
int gb_exception_init(GbThread *t, GbBorrow self, const GbBorrow *args, int count, GbBorrow names);
GbRef gb_exception_str(GbThread *t, GbBorrow self);
/* (type, args), with the attributes behind them if there are any; `args` and `state` (a dict) may
 * be GB_NULL. */
GbRef gb_exception_reduce_with(GbThread *t, GbBorrow self, GbBorrow args, GbBorrow state);
/* "X() takes no keyword arguments": 0 when there are none. */
int gb_exception_refuse_names(GbThread *t, GbBorrow self_or_type, GbBorrow names);
/* How many of `count` arguments are positional. */
static inline int gb_positional_count(int count, GbBorrow names)
{
    return names == GB_NULL ? count : count - (int)gb_tuple_count(names);
}

static inline void gb_field_set(GbBorrow exception, int place, GbBorrow value)
{
    gb_xincref(value);
    gb_set(&gb_as_exception(exception)->fields[place], value);
}

/* The field, borrowed; None where nothing is stored. */
static inline GbBorrow gb_field_peek(GbBorrow exception, int place)
{
    GbRef value = gb_as_exception(exception)->fields[place];
    return value == GB_NULL ? GB_NONE : value;
}

static inline bool gb_is_exception(GbBorrow v)
{
    return gb_has_layout(v, GB_KIND_EXCEPTION);
}

/* Is v a class that derives from BaseException? */
bool gb_is_exception_class(GbThread *t, GbBorrow v);
/* As gb_raise, from a va_list. */
GbRef gb_raise_v(GbThread *t, GbExceptionId id, const char *format, va_list values);
/* __cause__ = cause (GB_NULL: None), with __suppress_context__. */
void gb_exception_set_cause(GbBorrow exception, GbBorrow cause);
bool gb_is_exception_group(GbThread *t, GbBorrow v);
/* The class for an errno: OSError itself where it has none of its own. */
GbExceptionId gb_os_error_class(int64_t number);

int gb_stop_init(GbThread *t, GbBorrow self, const GbBorrow *args, int count, GbBorrow names);
int gb_exit_init(GbThread *t, GbBorrow self, const GbBorrow *args, int count, GbBorrow names);
int gb_attribute_error_init(GbThread *t, GbBorrow self, const GbBorrow *args, int count,
                            GbBorrow names);
int gb_name_error_init(GbThread *t, GbBorrow self, const GbBorrow *args, int count, GbBorrow names);
int gb_import_error_init(GbThread *t, GbBorrow self, const GbBorrow *args, int count,
                         GbBorrow names);
int gb_syntax_error_init(GbThread *t, GbBorrow self, const GbBorrow *args, int count,
                         GbBorrow names);
int gb_os_error_init(GbThread *t, GbBorrow self, const GbBorrow *args, int count, GbBorrow names);
int gb_decode_error_init(GbThread *t, GbBorrow self, const GbBorrow *args, int count,
                         GbBorrow names);
int gb_encode_error_init(GbThread *t, GbBorrow self, const GbBorrow *args, int count,
                         GbBorrow names);
int gb_translate_error_init(GbThread *t, GbBorrow self, const GbBorrow *args, int count,
                            GbBorrow names);
GbRef gb_os_error_create(GbThread *t, GbBorrow type, const GbBorrow *args, int count,
                         GbBorrow names);
GbRef gb_group_create(GbThread *t, GbBorrow type, const GbBorrow *args, int count, GbBorrow names);
GbRef gb_import_error_str(GbThread *t, GbBorrow self);
GbRef gb_syntax_error_str(GbThread *t, GbBorrow self);
GbRef gb_key_error_str(GbThread *t, GbBorrow self);
GbRef gb_os_error_str(GbThread *t, GbBorrow self);
GbRef gb_decode_error_str(GbThread *t, GbBorrow self);
GbRef gb_encode_error_str(GbThread *t, GbBorrow self);
GbRef gb_translate_error_str(GbThread *t, GbBorrow self);
GbRef gb_group_str(GbThread *t, GbBorrow self);
extern const GbMethodDef gb_import_error_methods[], gb_os_error_methods[], gb_group_methods[];
extern const GbGetSetDef gb_stop_getsets[], gb_exit_getsets[], gb_attribute_error_getsets[],
    gb_name_error_getsets[], gb_import_error_getsets[], gb_syntax_error_getsets[],
    gb_os_error_getsets[], gb_unicode_error_getsets[], gb_group_getsets[];

#define GB_FAMILY_plain .slots = {0}
#define GB_FAMILY_stop .slots = {.init = gb_stop_init}, .getsets = gb_stop_getsets
#define GB_FAMILY_exit .slots = {.init = gb_exit_init}, .getsets = gb_exit_getsets
#define GB_FAMILY_key .slots = {.str = gb_key_error_str}
#define GB_FAMILY_attribute \
    .slots = {.init = gb_attribute_error_init}, .getsets = gb_attribute_error_getsets
#define GB_FAMILY_name .slots = {.init = gb_name_error_init}, .getsets = gb_name_error_getsets
#define GB_FAMILY_import                                                 \
    .slots = {.init = gb_import_error_init, .str = gb_import_error_str}, \
    .methods = gb_import_error_methods, .getsets = gb_import_error_getsets
#define GB_FAMILY_syntax                                                 \
    .slots = {.init = gb_syntax_error_init, .str = gb_syntax_error_str}, \
    .getsets = gb_syntax_error_getsets
#define GB_FAMILY_os                                                                           \
    .slots = {.create = gb_os_error_create, .init = gb_os_error_init, .str = gb_os_error_str}, \
    .methods = gb_os_error_methods, .getsets = gb_os_error_getsets
#define GB_FAMILY_decode                                                 \
    .slots = {.init = gb_decode_error_init, .str = gb_decode_error_str}, \
    .getsets = gb_unicode_error_getsets
#define GB_FAMILY_encode                                                 \
    .slots = {.init = gb_encode_error_init, .str = gb_encode_error_str}, \
    .getsets = gb_unicode_error_getsets
#define GB_FAMILY_translate                                                    \
    .slots = {.init = gb_translate_error_init, .str = gb_translate_error_str}, \
    .getsets = gb_unicode_error_getsets
#define GB_FAMILY_group                                                                     \
    .slots = {.create = gb_group_create, .str = gb_group_str}, .methods = gb_group_methods, \
    .getsets = gb_group_getsets

#endif
