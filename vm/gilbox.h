/* The VM's public header: everything that modules (stdlib/) and programs (cli/) may use.
 *
 * An interpreter (GbInterp) is a value: it holds the types, the modules, the heap and one lock
 * (Gil). A GbThread is one thread of scripts in it. Every function here wants the lock held by `t`,
 * except where it says otherwise. Failure is a return value (GB_NULL, -1, NULL) with the exception
 * set in `t`; arguments are borrowed, results owned, unless the name says _peek (borrowed result)
 * or _take (consumes its last argument).
 *
 * A call that may block gives the lock up around one rt_ call and touches no object in between:
 *
 *     gb_unlock(t, GIL_SLEEP);
 *     error = rt_sleep_until(t->interp->rt, until_ns);
 *     gb_lock(t);
 */
#ifndef GB_VM_GILBOX_H
#define GB_VM_GILBOX_H

#include "gil/gil.h"
#include "runtime/rt.h"
#include "vm/object/object.h"
#include "vm/object/unicode.h"
#include "vm/value.h"

/* --- Names: the interned strings that C code uses, from names.def --- */

typedef enum GbNameId {
#define GB_NAME(id, text) GB_NAME_##id,
#include "vm/object/names.def"
#undef GB_NAME
    GB_NAME_COUNT
} GbNameId;

/* The interned str, borrowed: gb_name(t, __init__). */
#define gb_name(t, id) gb_name_peek((t), GB_NAME_##id)
GbBorrow gb_name_peek(GbThread *t, GbNameId id);

/* --- Types --- */

/* The builtin type of a kind, borrowed: gb_type(t, LIST). */
#define gb_type(t, KIND) gb_type_peek((t), GB_KIND_##KIND)
GbType *gb_type_peek(GbThread *t, GbKind kind);

/* --- Exceptions (vm/object/exception.c) --- */

/* The exception classes, from exceptions.def: gb_TypeError, ... */
typedef enum GbExceptionId {
#define GB_EXCEPTION(name, base, fields, doc) gb_##name,
#include "vm/object/exceptions.def"
#undef GB_EXCEPTION
    GB_EXCEPTION_COUNT
} GbExceptionId;

GbType *gb_exception_type(GbThread *t, GbExceptionId id); /* Borrowed. */

/* Set an exception with a message and return GB_NULL. The format knows:
 *   %s UTF-8 C string   %.*s   %d int   %u   %ld   %lld int64   %zd   %x   %c character code   %%
 *   %U str value as it is   %S str(v)   %R repr(v)   %A ascii(v)   %N name of a GbType *
 *   %T name of v's type     %K likewise, but None for None, as errors about an argument have it
 *   %.200s and the like cut. */
GbRef gb_raise(GbThread *t, GbExceptionId id, const char *format, ...);
/* As gb_raise, of any exception class. */
GbRef gb_raise_type(GbThread *t, GbType *type, const char *format, ...);
/* Raise class(*args) with one argument, e.g. KeyError(key); GB_NULL: with none. */
GbRef gb_raise_value(GbThread *t, GbExceptionId id, GbBorrow argument);
/* Raise an instance. */
GbRef gb_raise_instance(GbThread *t, GbBorrow exception);
/* Raise OSError (or the subclass for the errno) from a runtime code, with up to two file names (or
 * GB_NULL). */
GbRef gb_raise_rt(GbThread *t, int rt_error, GbBorrow filename, GbBorrow filename2);
GbRef gb_raise_memory(GbThread *t);
GbRef gb_raise_stop(GbThread *t, GbBorrow value);    /* StopIteration(value). */
GbRef gb_raise_arity(GbThread *t, const char *what); /* TypeError with the text as it is. */
int gb_fail(GbThread *t, GbExceptionId id, const char *format, ...); /* As gb_raise, returns -1. */

bool gb_raised(GbThread *t); /* Is an exception set? */
/* Is it set, and an instance of the class? */
bool gb_raised_is(GbThread *t, GbExceptionId id);
/* The instance, now the caller's; none is set after. */
GbRef gb_raised_take(GbThread *t);
void gb_raised_restore_take(GbThread *t, GbRef exception); /* Put one back (GB_NULL: none). */
void gb_raised_drop(GbThread *t);                          /* Forget it. */
/* Forget it if it is of the class; tells whether. */
bool gb_raised_drop_if(GbThread *t, GbExceptionId id);
/* Print it through sys.unraisablehook ("Exception ignored in: ...") and forget it. */
void gb_raised_unraisable(GbThread *t, GbBorrow where);
/* Likewise, as "Exception ignored in thread started by: ..." where `words` are the four words in
 * the middle. */
void gb_raised_unraisable_as(GbThread *t, const char *words, GbBorrow where);
/* The text that CPython prints for an uncaught exception (with causes, contexts, groups, notes,
 * carets). */
GbRef gb_exception_format(GbThread *t, GbBorrow exception);
/* Does `exception` (instance or class) match `classes` (class or tuple of classes), as `except`
 * does? 1, 0, -1. */
int gb_exception_matches(GbThread *t, GbBorrow exception, GbBorrow classes);
/* The operator of an expression's source that carets point at, in characters. 1 found, 0 none, -1.
 */
int gb_operator_span(GbThread *t, GbBorrow segment, int64_t *start, int64_t *end);
/* Source bytes as a str, by their coding comment or as UTF-8, with \n line ends. */
GbRef gb_source_decode(GbThread *t, GbBorrow source);
/* Issue a warning (category gb_DeprecationWarning, ...): -1 when it became an error. */
int gb_warn(GbThread *t, GbExceptionId category, int stack_level, const char *format, ...);

/* --- Any object: the abstract operations (vm/exec/abstract.c, attr.c, call.c, arith.c) --- */

GbRef gb_attr_get(GbThread *t, GbBorrow object, GbBorrow name);
GbRef gb_attr_get_c(GbThread *t, GbBorrow object, const char *name);
/* What a module keeps in a dict of its own; TypeError if a script has put something else there. */
GbRef gb_attr_get_dict(GbThread *t, GbBorrow object, const char *name);
GbRef gb_generic_getattr(GbThread *t, GbBorrow object, GbBorrow name); /* object.__getattribute__ */
/* 1 found, 0 no such (nothing set), -1. */
int gb_attr_find(GbThread *t, GbBorrow object, GbBorrow name, GbRef *out);
int gb_attr_set(GbThread *t, GbBorrow object, GbBorrow name, GbBorrow value);
int gb_attr_set_c(GbThread *t, GbBorrow object, const char *name, GbBorrow value);
int gb_attr_delete(GbThread *t, GbBorrow object, GbBorrow name);
/* The class attribute by the type's mro, no descriptor called: borrowed, GB_NULL (nothing set) when
 * absent. */
GbBorrow gb_type_lookup(GbThread *t, GbType *type, GbBorrow name);
/* Let a class and its subclasses match sequence or mapping patterns (GB_TYPE_MATCH_...), as abc's
 * register() does. */
void gb_type_set_match(GbType *type, uint32_t flags);
/* Set a class attribute whatever the type's flags; caches are told. 0 or -1. (type.__dict__ is
 * never written directly.) */
int gb_type_dict_set(GbThread *t, GbType *type, GbBorrow name, GbBorrow value);
/* A special method of v, looked up on its type and bound: 1 found, 0, -1. */
int gb_special_find(GbThread *t, GbBorrow v, GbBorrow name, GbRef *out);

/* Call. `names` is a tuple of str for the last arguments given by keyword, or GB_NULL; `count` has
 * them all. */
GbRef gb_call(GbThread *t, GbBorrow callable, const GbBorrow *args, int count, GbBorrow names);
GbRef gb_call0(GbThread *t, GbBorrow callable);
GbRef gb_call1(GbThread *t, GbBorrow callable, GbBorrow a);
GbRef gb_call2(GbThread *t, GbBorrow callable, GbBorrow a, GbBorrow b);
GbRef gb_call3(GbThread *t, GbBorrow callable, GbBorrow a, GbBorrow b, GbBorrow c);
/* callable(*args, **kwargs); kwargs may be GB_NULL. */
GbRef gb_call_tuple(GbThread *t, GbBorrow callable, GbBorrow args, GbBorrow kwargs);
GbRef gb_call_method(GbThread *t, GbBorrow object, GbBorrow name, const GbBorrow *args, int count);
GbRef gb_call_method_c(GbThread *t, GbBorrow object, const char *name, const GbBorrow *args,
                       int count);
bool gb_is_callable(GbThread *t, GbBorrow v);

GbRef gb_repr(GbThread *t, GbBorrow v);
GbRef gb_str(GbThread *t, GbBorrow v);
GbRef gb_ascii(GbThread *t, GbBorrow v);
GbRef gb_format(GbThread *t, GbBorrow v, GbBorrow spec); /* spec GB_NULL: "". */
int gb_hash(GbThread *t, GbBorrow v, int64_t *hash);
int gb_truth(GbThread *t, GbBorrow v);      /* 1, 0, -1. */
int64_t gb_length(GbThread *t, GbBorrow v); /* -1 fails. */
int64_t gb_length_hint(GbThread *t, GbBorrow v, int64_t fallback);
GbRef gb_compare(GbThread *t, GbBorrow a, GbBorrow b, GbCompare op);
int gb_compare_truth(GbThread *t, GbBorrow a, GbBorrow b, GbCompare op); /* 1, 0, -1. */
/* a is b or a == b, as containers ask. 1, 0, -1. */
int gb_equal(GbThread *t, GbBorrow a, GbBorrow b);
GbRef gb_unary(GbThread *t, GbUnary op, GbBorrow v);
GbRef gb_binary(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b);
GbRef gb_inplace(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b); /* op without GB_INPLACE. */
GbRef gb_power(GbThread *t, GbBorrow a, GbBorrow b, GbBorrow modulus);
GbRef gb_item_get(GbThread *t, GbBorrow v, GbBorrow key);
GbRef gb_item_at(GbThread *t, GbBorrow v, int64_t index);
int gb_item_set(GbThread *t, GbBorrow v, GbBorrow key, GbBorrow value);
int gb_item_delete(GbThread *t, GbBorrow v, GbBorrow key);
int gb_contains(GbThread *t, GbBorrow v, GbBorrow item); /* 1, 0, -1. */
GbRef gb_iter(GbThread *t, GbBorrow v);
GbRef gb_iter_self(GbThread *t, GbBorrow iterator); /* The iter slot of iterators. */
/* GB_NULL: ended (nothing set) or failed (set). */
GbRef gb_next(GbThread *t, GbBorrow iterator);
/* Likewise for iterators that ask other iterators: they may be nested without end. */
GbRef gb_next_guarded(GbThread *t, GbBorrow iterator);
int gb_is_instance(GbThread *t, GbBorrow v, GbBorrow classes);    /* isinstance(), 1, 0, -1. */
int gb_is_subclass(GbThread *t, GbBorrow type, GbBorrow classes); /* issubclass(), 1, 0, -1. */
/* operator.index: an int (small or big). */
GbRef gb_index(GbThread *t, GbBorrow v);
/* As an int64: through __index__; out of range raises `overflow` (or clips to the ends when it is
 * gb_BaseException). */
int gb_index_i64(GbThread *t, GbBorrow v, int64_t *out, GbExceptionId overflow);
/* id(v): a serial, the same as long as v lives. */
GbRef gb_identity(GbThread *t, GbBorrow v);
uint64_t gb_identity_u64(GbThread *t, GbBorrow v);
/* The state of a recursive repr: 1 when v's repr is under way in this thread, 0 entered, -1 failed.
 */
int gb_repr_enter(GbThread *t, GbBorrow v);
void gb_repr_leave(GbThread *t, GbBorrow v);
/* Guard C recursion that a script can drive: 0, or -1 with RecursionError
 * ("maximum recursion depth exceeded" + where, e.g. " in comparison"). */
int gb_recursion_enter(GbThread *t, const char *where);
void gb_recursion_leave(GbThread *t);

/* --- Numbers (vm/object/int.c, int_big.c, float.c, complex.c) --- */

GbRef gb_int_new(GbThread *t, int64_t n);
GbRef gb_int_from_u64(GbThread *t, uint64_t n);
/* Truncates; OverflowError / ValueError for inf and nan. */
GbRef gb_int_from_double(GbThread *t, double x);
/* From text as int(text, base) reads it (base 0: by prefix); ValueError with int()'s message. */
GbRef gb_int_from_text(GbThread *t, const char *text, size_t size, int base);
GbRef gb_int_from_bytes(GbThread *t, const uint8_t *bytes, size_t size, bool big_endian,
                        bool is_signed);
int gb_int_to_bytes(GbThread *t, GbBorrow v, uint8_t *bytes, size_t size, bool big_endian,
                    bool is_signed);
bool gb_is_int(GbBorrow v);     /* Exactly int, small or big. */
bool gb_is_intlike(GbBorrow v); /* int, bool or a subclass of int. */
/* v is intlike; 0, or -1 with OverflowError ("Python int too large to convert to C ssize_t"). */
int gb_int_to_i64(GbThread *t, GbBorrow v, int64_t *out);
/* Likewise, nothing raised: false when too large. */
bool gb_int_peek_i64(GbBorrow v, int64_t *out);
int gb_int_sign(GbBorrow v);       /* -1, 0, 1 of an intlike. */
bool gb_is_float(GbBorrow v);      /* float or a subclass. */
double gb_float_value(GbBorrow v); /* Of one gb_is_float. */
/* float(v) for numbers: through __float__ and __index__; -1 with TypeError "must be real number,
 * not str". */
int gb_to_double(GbThread *t, GbBorrow v, double *out);
/* Likewise, for a length of time: NaN is a ValueError. */
int gb_to_seconds(GbThread *t, GbBorrow v, double *out);
/* Of an intlike, correctly rounded; -1 with OverflowError "int too large to convert to float". */
int gb_int_to_double(GbThread *t, GbBorrow a, double *out);
uint64_t gb_int_bit_length(GbBorrow a); /* Of the magnitude of an intlike. */
/* |a| is the result, from 0.5 to below 1, times 2^*exponent; a is an intlike and not 0. */
double gb_int_frexp(GbBorrow a, int64_t *exponent);
GbRef gb_complex_new(GbThread *t, double real, double imaginary);
/* The complex number that v is, or stands for through __complex__, __float__, __index__. 0 or -1.
 */
int gb_to_complex(GbThread *t, GbBorrow v, double *real, double *imaginary);
/* Number theory on intlikes. */
GbRef gb_int_gcd(GbThread *t, GbBorrow a, GbBorrow b);
GbRef gb_int_isqrt(GbThread *t, GbBorrow a); /* a >= 0 */
GbRef gb_int_factorial(GbThread *t, uint64_t n);
GbRef gb_int_binomial(GbThread *t, GbBorrow n, uint64_t k); /* n >= k */

/* --- Text and bytes (vm/object/str.c, bytes.c, writer.c) --- */

GbRef gb_str_new(GbThread *t, const char *utf8); /* From a C string. */
/* WTF-8 accepted (surrogates). Bad input raises. */
GbRef gb_str_from_utf8(GbThread *t, const char *data, size_t size);
GbRef gb_str_intern(GbThread *t, const char *data, size_t size);
GbRef gb_str_intern_take(GbThread *t, GbRef str);          /* The interned equal. */
GbRef gb_str_format(GbThread *t, const char *format, ...); /* gb_raise's format. */
GbRef gb_str_from_code_point(GbThread *t, uint32_t code_point);
/* UTF-8 of a str, cached in it, NUL-ended, borrowed as long as the str lives; NULL with
 * UnicodeEncodeError for lone surrogates. `size` may be NULL. */
const char *gb_str_utf8(GbThread *t, GbBorrow str, size_t *size);
/* The same with surrogates as WTF-8: fails on memory only. */
const char *gb_str_wtf8(GbThread *t, GbBorrow str, size_t *size);
int64_t gb_str_length(GbBorrow str);
/* The code points as an array of *width (1, 2, 4) bytes each, good as long as the str lives; and a
 * str of such. */
const void *gb_str_data(GbBorrow str, int *width);
GbRef gb_str_from_array(GbThread *t, const void *data, int64_t length, int width);
uint32_t gb_str_at(GbBorrow str, int64_t index);
/* 0 <= start <= end <= length. */
GbRef gb_str_slice(GbThread *t, GbBorrow str, int64_t start, int64_t end);
GbRef gb_str_concat(GbThread *t, GbBorrow a, GbBorrow b);
GbRef gb_str_join(GbThread *t, GbBorrow separator, GbBorrow iterable);
/* The replacement fields of a str.format() string: a list of (text, name, spec, conversion), and
 * the parts of a field's name: (first, [(is_attribute, part), ...]). */
GbRef gb_format_parse(GbThread *t, GbBorrow str);
GbRef gb_format_field_split(GbThread *t, GbBorrow name);
/* The normal form NFC (composed), NFD, NFKC (composed, compatible) or NFKD. */
GbRef gb_str_normalize(GbThread *t, GbBorrow str, bool composed, bool compatible);
/* "<compat> 0020 0308" or "": the first step of a character's decomposition. */
GbRef gb_unicode_decomposition(GbThread *t, uint32_t code);
bool gb_str_equal(GbBorrow a, GbBorrow b);           /* Both str. */
bool gb_str_equal_c(GbBorrow str, const char *utf8); /* str is a str equal to ASCII text. */
int gb_str_order(GbBorrow a, GbBorrow b);            /* <0, 0, >0 by code points. */
static inline bool gb_is_str(GbBorrow v)             /* str or a subclass. */
{
    return gb_has_layout(v, GB_KIND_STR);
}
/* A path argument: str, bytes or os.PathLike to a NUL-ended UTF-8 (surrogateescape) text owned by
 * *holder. */
const char *gb_path(GbThread *t, GbBorrow v, GbRef *holder);

/* data NULL: uninitialised, fill before use. */
GbRef gb_bytes_new(GbThread *t, const void *data, size_t size);
GbRef gb_bytearray_new(GbThread *t, const void *data, size_t size);
static inline bool gb_is_bytes(GbBorrow v) /* bytes or a subclass. */
{
    return gb_has_layout(v, GB_KIND_BYTES);
}
static inline bool gb_is_bytearray(GbBorrow v)
{
    return gb_has_layout(v, GB_KIND_BYTEARRAY);
}
/* Of bytes or a subclass; do not write once shared. */
uint8_t *gb_bytes_data(GbBorrow bytes);
int64_t gb_bytes_size(GbBorrow bytes);
/* A borrowed view of anything bytes-like (bytes, bytearray, memoryview, array): release when done;
 * a bytearray can't be resized meanwhile. -1 with TypeError "a bytes-like object is required, not
 * 'str'". */
typedef struct GbBuffer {
    uint8_t *data;
    int64_t size;
    bool readonly;
    GbRef owner;
} GbBuffer;
int gb_buffer_get(GbThread *t, GbBorrow v, GbBuffer *buffer);
void gb_buffer_release(GbThread *t, GbBuffer *buffer);

/* Codecs (vm/object/codec.c): encoding and errors are C strings or NULL for utf-8, strict. */
GbRef gb_decode(GbThread *t, const uint8_t *data, size_t size, const char *encoding,
                const char *errors);
GbRef gb_encode(GbThread *t, GbBorrow str, const char *encoding, const char *errors);
/* For streams: an incomplete character at the end is left alone unless `final`; *consumed is what
 * was decoded. Only for codecs written in C (gb_codec_is_builtin). */
GbRef gb_decode_part(GbThread *t, const uint8_t *data, size_t size, const char *encoding,
                     const char *errors, bool final, size_t *consumed);
bool gb_codec_is_builtin(const char *encoding);
/* For the modules _codecs and struct's kin (vm/object/codec*.c). The byte order of utf-16 and
 * utf-32: -1 little, 1 big, 0 by mark (decoding tells which it was). */
GbRef gb_decode_ordered(GbThread *t, const uint8_t *data, size_t size, int unit, const char *errors,
                        int *order, bool final, size_t *consumed);
GbRef gb_encode_ordered(GbThread *t, GbBorrow str, int unit, const char *errors, int order);
/* \-escapes in bytes, as in b'...' literals, and back. */
GbRef gb_escape_decode(GbThread *t, const uint8_t *data, size_t size, const char *errors);
GbRef gb_escape_encode(GbThread *t, const uint8_t *data, size_t size);
/* By a mapping of scripts: a str or dict from bytes, a dict from code points. */
GbRef gb_charmap_decode(GbThread *t, const uint8_t *data, size_t size, const char *errors,
                        GbBorrow mapping);
GbRef gb_charmap_encode(GbThread *t, GbBorrow str, const char *errors, GbBorrow mapping);
/* The CodecInfo of an encoding: LookupError "unknown encoding: xyz". */
GbRef gb_codec_lookup(GbThread *t, const char *encoding);
int gb_codec_register(GbThread *t, GbBorrow search_function);
int gb_codec_unregister(GbThread *t, GbBorrow search_function);
/* codecs.encode and codecs.decode: any codec, any object. `errors` may be GB_NULL. */
GbRef gb_codec_encode_any(GbThread *t, GbBorrow object, const char *encoding, GbBorrow errors);
GbRef gb_codec_decode_any(GbThread *t, GbBorrow object, const char *encoding, GbBorrow errors);
/* The name and aliases (separated by blanks) of the index-th codec written in C; NULL at the end.
 */
const char *gb_codec_builtin_name(int index, const char **aliases);
/* The registered handler of a name; LookupError "unknown error handler name 'xyz'". */
GbRef gb_error_handler_get(GbThread *t, const char *name);
int gb_error_handler_set(GbThread *t, GbBorrow name, GbBorrow handler);
/* A C string of an argument that is not given (GB_NULL: NULL) or a str; -1 with "f() argument 'x'
 * must be str, ...". */
int gb_text_argument(GbThread *t, GbBorrow v, const char *function, const char *argument,
                     const char **out);

/* A growing text. Start with gb_writer_init; finish takes it, clear drops it. Must stay where it
 * is: short texts lie in the struct itself. */
typedef struct GbWriter {
    GbThread *t;
    void *data; /* length code points of `width` bytes */
    int64_t length, capacity;
    int width;   /* 1, 2, 4 */
    bool failed; /* An earlier write failed: the rest do nothing, finish returns GB_NULL. */
    uint32_t space[48];
} GbWriter;
void gb_writer_init(GbWriter *writer, GbThread *t);
int gb_writer_char(GbWriter *writer, uint32_t code_point);
int gb_writer_fill(GbWriter *writer, uint32_t code_point, int64_t count);
int gb_writer_ascii(GbWriter *writer, const char *text, size_t size);
int gb_writer_c(GbWriter *writer, const char *text); /* UTF-8 C string. */
int gb_writer_str(GbWriter *writer, GbBorrow str);
int gb_writer_slice(GbWriter *writer, GbBorrow str, int64_t start, int64_t end);
int gb_writer_repr(GbWriter *writer, GbBorrow v);
int gb_writer_format(GbWriter *writer, const char *format, ...); /* gb_raise's format. */
GbRef gb_writer_finish(GbWriter *writer);
void gb_writer_clear(GbWriter *writer);

/* --- Containers (vm/object/list.c, tuple.c, dict.c, set.c, slice.c) --- */

GbRef gb_list_new(GbThread *t, int64_t reserve); /* Empty, room for `reserve`. */
int gb_list_append(GbThread *t, GbBorrow list, GbBorrow item);
/* GB_NULL item: -1 (an error passes on). */
int gb_list_append_take(GbThread *t, GbBorrow list, GbRef item);
int gb_list_extend(GbThread *t, GbBorrow list, GbBorrow iterable);
int gb_list_sort(GbThread *t, GbBorrow list, GbBorrow key, bool reverse); /* key GB_NULL: none */
int64_t gb_list_count(GbBorrow list);
GbBorrow gb_list_peek(GbBorrow list, int64_t index); /* In range. */
/* For moving items about: stale after any other call. */
GbRef *gb_list_items(GbBorrow list);
/* The last item of a list that is not empty. */
GbRef gb_list_pop(GbThread *t, GbBorrow list);
GbRef gb_list_from(GbThread *t, GbBorrow iterable); /* list(iterable) */
GbRef gb_tuple_new(GbThread *t, int64_t count);     /* All None; set before anyone sees it. */
void gb_tuple_set_take(GbBorrow tuple, int64_t index, GbRef item);
GbRef gb_tuple_from_array(GbThread *t, const GbBorrow *items, int64_t count);
GbRef gb_tuple_of(GbThread *t, int count, ...);      /* Of borrowed values. */
GbRef gb_tuple_from(GbThread *t, GbBorrow iterable); /* tuple(iterable) */
int64_t gb_tuple_count(GbBorrow tuple);
GbBorrow gb_tuple_peek(GbBorrow tuple, int64_t index);
const GbBorrow *gb_tuple_items(GbBorrow tuple);
static inline bool gb_is_tuple(GbBorrow v)
{
    return gb_has_layout(v, GB_KIND_TUPLE);
}
static inline bool gb_is_list(GbBorrow v)
{
    return gb_has_layout(v, GB_KIND_LIST);
}
static inline bool gb_is_dict(GbBorrow v)
{
    return gb_has_layout(v, GB_KIND_DICT);
}

GbRef gb_dict_new(GbThread *t);
/* 1 found (owned), 0, -1. */
int gb_dict_find(GbThread *t, GbBorrow dict, GbBorrow key, GbRef *out);
/* Key is a str; GB_NULL: absent; can't fail on str keys. */
GbBorrow gb_dict_peek_str(GbThread *t, GbBorrow dict, GbBorrow str);
int gb_dict_set(GbThread *t, GbBorrow dict, GbBorrow key, GbBorrow value);
/* A value of GB_NULL: -1. */
int gb_dict_set_c(GbThread *t, GbBorrow dict, const char *key, GbBorrow value);
int gb_dict_set_c_take(GbThread *t, GbBorrow dict, const char *key, GbRef value); /* GB_NULL: -1. */
/* 1 deleted, 0 absent, -1. */
int gb_dict_delete(GbThread *t, GbBorrow dict, GbBorrow key);
/* With the key's hash, for keys whose __hash__ must run once only. find and take: 1 with the value,
 * owned; 0, -1. */
int gb_dict_find_hashed(GbThread *t, GbBorrow dict, GbBorrow key, int64_t hash, GbRef *out);
int gb_dict_set_hashed(GbThread *t, GbBorrow dict, GbBorrow key, int64_t hash, GbBorrow value);
int gb_dict_take_hashed(GbThread *t, GbBorrow dict, GbBorrow key, int64_t hash, GbRef *out);
int gb_dict_update(GbThread *t, GbBorrow dict, GbBorrow other); /* A mapping, or pairs. */
GbRef gb_dict_copy(GbThread *t, GbBorrow dict);
int64_t gb_dict_count(GbBorrow dict);
/* Walk: start with *position 0; borrowed key and value; false at the end. Do not change the dict's
 * keys. */
bool gb_dict_next(GbBorrow dict, int64_t *position, GbBorrow *key, GbBorrow *value);

GbRef gb_set_new(GbThread *t, GbBorrow iterable); /* GB_NULL: empty */
GbRef gb_frozenset_new(GbThread *t, GbBorrow iterable);
int gb_set_add(GbThread *t, GbBorrow set, GbBorrow item);
int gb_set_contains(GbThread *t, GbBorrow set, GbBorrow item);
int gb_set_discard(GbThread *t, GbBorrow set, GbBorrow item); /* 1 was there, 0, -1. */
int64_t gb_set_count(GbBorrow set);
bool gb_set_next(GbBorrow set, int64_t *position, GbBorrow *item);

GbRef gb_slice_new(GbThread *t, GbBorrow start, GbBorrow stop, GbBorrow step);
/* start, stop, step and how many items of a sequence of `length` a slice object picks. */
int gb_slice_indices(GbThread *t, GbBorrow slice, int64_t length, int64_t *start, int64_t *stop,
                     int64_t *step, int64_t *count);

/* What a module's type that extends dict begins its struct with. */
typedef struct GbDictBase {
    GbObject header;
    uint64_t own[8]; /* The dict's. */
} GbDictBase;
/* Whose slots such a type calls from its own. */
extern const GbTypeSpec gb_dict_spec;

/* --- Arguments of sequences, and pickling (vm/object/sequence.c) --- */

bool gb_has_index(GbThread *t, GbBorrow v); /* An int, or something with __index__. */
/* OverflowError "... C ssize_t" when huge. */
int gb_size_argument(GbThread *t, GbBorrow v, int64_t *out);
/* start or stop: huge ones clipped; GB_NULL leaves out. */
int gb_position_argument(GbThread *t, GbBorrow v, int64_t *out);
/* The factor of sequence * v, not negative; -1 failed. */
int64_t gb_repeat_count(GbThread *t, GbBorrow v);
/* a `op` b where the binary slot `own`, asked for a, has no answer: what b's type says, or
 * NotImplemented. Sequences refuse an operand with a message of their own, but only after the other
 * type was asked. */
typedef GbRef (*GbBinarySlot)(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b);
GbRef gb_binary_of_other(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b, GbBinarySlot own);
/* (callable, arguments) for __reduce__; arguments GB_NULL: an error passes on. */
GbRef gb_reduce_pair(GbThread *t, GbBorrow callable, GbRef arguments_taken);
GbRef gb_builtin_get(GbThread *t, const char *name); /* builtins.name, owned. */

/* The method row of every generic container: {"__class_getitem__(item, /)", gb_class_getitem, ...,
 * GB_METHOD_CLASS}. */
GbRef gb_class_getitem(GbThread *t, GbBorrow type, const GbBorrow *args);

/* list[int]; for __class_getitem__ */
GbRef gb_generic_alias_new(GbThread *t, GbBorrow origin, GbBorrow args);

/* --- Functions and modules --- */

/* A function of a C module; `self` is what the C function gets (the module). */
GbRef gb_builtin_new(GbThread *t, const GbMethodDef *def, GbBorrow self, GbBorrow module_name);
GbRef gb_module_new(GbThread *t, const char *name, const char *doc);
GbBorrow gb_module_dict(GbBorrow module);
int gb_module_set(GbThread *t, GbBorrow module, const char *name, GbBorrow value);
int gb_module_set_take(GbThread *t, GbBorrow module, const char *name, GbRef value);
int gb_module_add_functions(GbThread *t, GbBorrow module, const GbMethodDef *functions);
/* Named by spec->name. */
int gb_module_add_type(GbThread *t, GbBorrow module, const GbTypeSpec *spec, GbType *base);
GbRef gb_import(GbThread *t, const char *name); /* The module `a.b` itself. */
/* An exception class of a C module: "struct.error" is the class error of the module struct. */
typedef struct GbErrorSpec {
    const char *name;
    GbExceptionId base;
    const char *doc;
    const struct GbErrorSpec *parent; /* Instead of base, made before; or NULL. */
} GbErrorSpec;
/* Make it and put it into the module: borrowed. From then on gb_error_type finds it in this
 * interpreter. */
GbType *gb_module_add_error(GbThread *t, GbBorrow module, const GbErrorSpec *spec);
GbType *gb_error_type(GbThread *t, const GbErrorSpec *spec);
GbRef gb_raise_error(GbThread *t, const GbErrorSpec *spec, const char *format, ...);
/* A type that a module made with gb_module_add_type in this interpreter, borrowed; imports nothing.
 */
GbType *gb_spec_type(GbThread *t, const GbTypeSpec *spec);
/* A type of named tuples of a C module. */
typedef struct GbStructSpec {
    const char *name;          /* "time.struct_time" */
    const char *const *fields; /* Ended by NULL; "" has no name. */
    int visible_count;         /* Items of the tuple; the other fields have but their names. */
} GbStructSpec;
int gb_module_add_struct(GbThread *t, GbBorrow module, const GbStructSpec *spec);
/* One of them; items may be GB_NULL, for None. */
GbRef gb_struct_new(GbThread *t, const GbStructSpec *spec, const GbBorrow *items);

/* A module written in C: one row of stdlib/modules.def. */
typedef struct GbModuleDef {
    const char *name;
    const char *doc;
    const GbMethodDef *functions;              /* Ended by {0}; may be NULL. */
    int (*init)(GbThread *t, GbBorrow module); /* The rest; may be NULL. */
} GbModuleDef;

/* A module written in Python that is embedded in the program (build/embedded.c), ended by a NULL
 * name. */
typedef struct GbEmbeddedModule {
    const char *name; /* "threading", "collections.abc" */
    const char *source;
    uint32_t size;
    uint8_t is_package;
} GbEmbeddedModule;
extern const GbEmbeddedModule gb_embedded_modules[];
extern const GbModuleDef *const gb_modules[]; /* stdlib/modules.c; ended by NULL. */

/* Bytes of memory that the interpreter's objects take now. (vm/object/alloc.c) */
size_t gb_memory_bytes(GbThread *t);
/* What the instruction with CPython's number does to the height of the stack: when it jumps (1),
 * when not (0), whichever is more (-1). false: there is no such instruction. (vm/code/units.c) */
bool gb_code_stack_effect(int number, int arg, int jump, int *effect);
/* Put the classes of syntax trees into module _ast: 0 or -1. (vm/code/ast_classes.c) */
int gb_ast_module_fill(GbThread *t, GbBorrow module);

/* --- Weak references (vm/object/weakref.c) --- */

/* A weak reference, a proxy; callback GB_NULL or None: none. TypeError when the object can't have
 * any. */
GbRef gb_weakref_new(GbThread *t, GbBorrow object, GbBorrow callback);
GbRef gb_weakproxy_new(GbThread *t, GbBorrow object, GbBorrow callback);
bool gb_is_weakref(GbBorrow v);         /* weakref.ref or a subclass. */
GbRef gb_weakref_get(GbBorrow weakref); /* The object, or None when it is dead. */
/* References and proxies that an object has, */
int64_t gb_weakref_count(GbThread *t, GbBorrow object);
GbRef gb_weakref_list(GbThread *t, GbBorrow object); /* and all of them. */

/* --- Threads and the lock --- */

struct GbThread {
    GbInterp *interp;
    GilThread gil;         /* The lock's part. */
    RtMeter *meter;        /* What work costs on a machine whose clock it moves; else NULL. */
    GbRef exception;       /* The one being raised, or GB_NULL. */
    struct GbFrame *frame; /* The innermost running frame, or NULL. */
    /* The innermost exc_info slot: what `except` blocks are handling. */
    struct GbHandled *handled;
    /* To be raised at the next safepoint; set by others under the lock. */
    GbRef async_exception;
    char *c_stack_limit;                      /* C frames must stay above this address. */
    int32_t recursion_depth, recursion_limit; /* Python frames and guarded C calls. */
    uint64_t ident;                           /* threading.get_ident(): a serial. */
    struct GbStackChunk *stack;               /* Memory of frames (vm/exec/frame.c). */
    GbRef *stack_top, *stack_end;             /* Free part of the current chunk. */
    GbRef *stack_bottom;                      /* Where its first frame lies. */
    GbRef repr_stack;                         /* list of what is being repr'd, or GB_NULL. */
    GbRef trace_function, profile_function;   /* sys.settrace, sys.setprofile; GB_NULL: none. */
    GbRef dict;                               /* For thread-local data of modules, or GB_NULL. */
    RtThread *rt_thread;                      /* NULL for the main thread. */
    struct GbExited *exited;                  /* Where it leaves word that it has ended. */
    int64_t native_id;                        /* What the operating system calls it. */
    /* Why it gave the lock up; GIL_REASON_COUNT while it has it. */
    GilReason reason;
    GbBorrow awaited; /* The lock of a script that it waits for, or GB_NULL, */
    const uint64_t *awaited_holder; /* and where the ident of who took it stands. */
    GbRef sentinel; /* Given to sentinel_release when the thread ends, or GB_NULL. */
    void (*sentinel_release)(GbThread *t, GbBorrow sentinel);
    GbThread *next, **previous; /* All threads of the interpreter. */
    bool is_main;
    int tracing;                    /* > 0: inside a trace function. */
    GbRef async_generator_hooks[2]; /* sys.set_asyncgen_hooks: firstiter, finalizer. */
    int32_t coroutine_origin_depth;
};

/* Work in C whose amount depends on the data: so many of a row of runtime/costs.def. Only a machine
 * whose clock moves by work takes note. */
static inline void gb_charge(GbThread *t, RtCost cost, int64_t count)
{
    if (__builtin_expect(t->meter != NULL, 0))
        t->meter->left_ps -= t->meter->cost_ps[cost] * count;
}

/* Give the lock up before something that may block, and take it back. gb_lock never fails: a thread
 * that comes back to an interpreter that has ended never returns from it. */
void gb_unlock(GbThread *t, GilReason reason);
void gb_lock(GbThread *t);
/* As gb_unlock, and says for traces what it waits for: the number of a file, a lock or a queue, ns
 * to sleep; and a name (of a file, a URL) or NULL. */
void gb_unlock_on(GbThread *t, GilReason reason, int64_t number, const char *name);
/* As gb_unlock_on, to close the file of that number. */
void gb_unlock_to_close(GbThread *t, int64_t file);
/* As gb_unlock_on, for an object: traces number those of a kind that they see. */
void gb_unlock_for(GbThread *t, GilReason reason, GbBorrow object);
/* The thread that runs now in this operating-system thread, or NULL. Lock not needed. */
GbThread *gb_thread_current(GbInterp *interp);
Rt *gb_rt(GbThread *t);                 /* The machine. Lock not needed. */
GbThread *gb_threads(GbInterp *interp); /* The first of the list of all. */
/* Stack of threads to be started: 0 is the system's choice. */
size_t gb_thread_stack_bytes(const GbInterp *interp);
void gb_thread_set_stack_bytes(GbInterp *interp, size_t bytes);
/* For a policy with many holders: the thread runs again (gil_resume). NULL: none of ours. */
void gb_thread_resumed(GbThread *t);
/* For a run that cannot go on, which nobody interrupts any more. What each thread waits for, and at
 * which line, one a line; and what the script has printed goes out, if that can be done. */
void gb_waits_print(GbThread *t, GilWriteFn write, void *argument);
void gb_flush_stuck(GbThread *t);
/* Must a wait for a script's lock go on although a signal has come? As in CPython until 3.1, but
 * only until the signal comes again: a deadlock can be ended. Lock not needed. */
bool gb_wait_is_deaf(const GbThread *t, int64_t deadline_ns);
/* The moment so long from now, by the machine's steady clock: RT_FOREVER if that is beyond its end.
 * 0 for no time at all: whoever gets it need not wait. */
int64_t gb_deadline(GbThread *t, double wait_ns);
/* Are there hooks of sys.addaudithook()? If so, tell them of an event; arguments is a tuple, which
 * is consumed (GB_NULL: it could not be made). 0, or -1 when a hook refuses. */
bool gb_is_audited(const GbThread *t);
int gb_audit_take(GbThread *t, const char *event, GbRef arguments);
/* As if the signal had come, if it is handled by a script. */
void gb_signal_simulate(GbThread *t, int number);
/* signal.signal: handler is a callable, GB_TRUE for the default, GB_NONE for ignored. 0 or -1. */
int gb_signal_set(GbThread *t, int number, GbBorrow handler);
/* signal.set_wakeup_fd: the file before goes to *out_before. 0 or an error of the machine. */
int gb_signal_set_wakeup(GbThread *t, int file, bool warns, int *out_before);
/* Raise the exception, an instance or a class, in the thread so called, at its next safepoint;
 * GB_NULL takes back what was to be raised there. 1, or 0 if no such thread is running. */
int gb_thread_raise_in(GbThread *t, uint64_t ident, GbBorrow exception);
/* The name that statistics and traces print. */
void gb_thread_rename(GbThread *t, const char *name);
/* Run what is due: signals, async exceptions, pending calls, a drop request. -1 with an exception
 * set. C loops that may run long without Python code call it now and then. */
int gb_safepoint(GbThread *t);
/* Was a blocking call interrupted (RT_EINTR)? Run signal handlers: 0 try again, -1 an exception was
 * raised. */
int gb_check_signals(GbThread *t);
/* Are there signals whose handlers are still to run? */
bool gb_signals_waiting(const GbThread *t);
/* Start a thread of scripts: calls callable(*args, **kwargs) in it. name: as statistics and traces
 * print it, NULL: a number. Its ident, or 0 with an exception set. */
uint64_t gb_thread_start(GbThread *t, GbBorrow callable, GbBorrow args, GbBorrow kwargs,
                         const char *name);

/* Double the process. In the child, where *out_pid is 0, the caller is the only thread, and the
 * main one. Waits for imports that are under way. 0, an RtError, or 1 with an exception set. */
int gb_fork(GbThread *t, int64_t *out_pid);
/* The warning of 3.12 and later, in a parent that has several threads: 0, -1. */
int gb_fork_warn(GbThread *t);

/* The process, which a script has started, is called so. */
void gb_process_name(GbThread *t, const char *name);
/* A SIGTERM of its default meaning ends this process only when options->on_leave has been told: at
 * the main thread's next safepoint. Done after a fork. */
void gb_leave_when_terminated(GbThread *t);
/* End the process at once, after options->on_leave. */
_Noreturn void gb_leave(GbThread *t, int code);
/* The option and the file that programs need to be processes of this script. NULL: none. */
const char *gb_child_option(GbThread *t, int *out_file);
/* What a signal means to scripts: their own handlers apart. */
int gb_signal_state(GbThread *t, int number, RtSignalState *out);

/* --- Interpreters (lock not held by anyone before gb_interp_new; held after) --- */

typedef struct GbOptions {
    Rt *rt;
    GilConfig gil;
    int argc; /* sys.argv */
    char **argv;
    int orig_argc; /* sys.orig_argv: the whole command line */
    char **orig_argv;
    const char *executable;
    const char *path;          /* folders for sys.path, separated by colons; or NULL */
    size_t thread_stack_bytes; /* 0: default */
    uint64_t hash_seed;        /* 0: hashes are not randomised */
    const char *io_encoding, *io_errors; /* of the standard streams; NULL: the usual */
    bool unbuffered, isolated, ignore_environment, dont_write, inspect, quiet, no_site;
    bool warns_of_fork; /* with several threads: from 3.12 on */
    int optimize, verbose;
    const char *const *warnings;  /* -W options, ended by NULL; or NULL */
    const char *const *x_options; /* -X options */
    /* The process ends with the interpreter: gb_interp_free may leave memory to the system. (Check
     * builds do not, to see what nobody gives back.) */
    bool quick_end;
    /* begin: told in the child of a fork, where name is NULL; and when a process is given a name.
     * leave: told when a process ends by gb_leave, or by gb_leave_when_terminated. Both or neither
     * are NULL. Lock held. */
    void (*on_begin)(GbThread *t, const char *name, void *argument);
    void (*on_leave)(GbThread *t, void *argument);
    void *process_argument;
    /* An option for programs that are started as processes of this script, and the file that they
     * must inherit for it; or NULL. */
    const char *child_option;
    int child_file;
    GilWriteFn report; /* Told by gb_interp_free of objects that were leaked; or NULL. */
    void *report_argument;
} GbOptions;

/* An interpreter and its main thread, for the calling OS thread. 0, or a negative runtime code. */
int gb_interp_new(const GbOptions *options, GbThread **main_thread);
/* Finish as CPython does: join non-daemon threads, run atexit, flush, clear modules. Other threads
 * never get the lock again. Returns 0, or 120 when flushing standard output failed. */
int gb_interp_end(GbThread *t);
/* The lock, for statistics; good until gb_interp_free. */
Gil *gb_gil(GbThread *t);
/* After gb_interp_end: free everything, unless daemon threads are left that may still look at it.
 * How many objects were still alive although nobody can hold them: 0, but for bugs. */
int64_t gb_interp_free(GbThread *t);
/* Run source as __main__ (module dict is filled); print an uncaught exception as CPython does.
 * Returns the exit code. */
int gb_run_source(GbThread *t, const char *source, size_t size, const char *filename);
/* A script, or a folder with __main__.py */
int gb_run_file(GbThread *t, const char *path);
int gb_run_module(GbThread *t, const char *name); /* -m */
/* Programs that are in no file import from the current folder, whatever that is then. */
void gb_path_insert_here(GbThread *t);
/* Print the exception that is set (SystemExit: its message) and return the exit code it asks for.
 */
int gb_report_exception(GbThread *t);

/* --- The cycle collector (vm/exec/gc.c) --- */

int64_t gb_gc_collect(GbThread *t);      /* Now: how many objects were unreachable and are gone. */
bool gb_gc_enable(GbThread *t, bool on); /* Was it? */
bool gb_gc_is_enabled(GbThread *t);
/* gc.get_threshold(): the first number is how many new containers make a collection due; 0: never.
 */
int64_t *gb_gc_thresholds(GbThread *t);
void gb_gc_set_thresholds(GbThread *t); /* They have been changed. */
typedef struct GbGcCounts {
    int64_t made, collections, collected, uncollectable;
} GbGcCounts;
GbGcCounts gb_gc_counts(GbThread *t);
/* A list of every container alive. */
GbRef gb_gc_objects(GbThread *t);
/* Appends to `list` what v refers to directly. */
int gb_gc_referents(GbThread *t, GbBorrow v, GbBorrow list);
bool gb_gc_is_tracked(GbBorrow v);
bool gb_gc_is_finalized(GbBorrow v);
/* gc.callbacks and gc.garbage: lists, made when first asked for. Borrowed. */
GbBorrow gb_gc_callbacks(GbThread *t);
GbBorrow gb_gc_garbage(GbThread *t);
/* atexit's list of (callable, args, kwargs or None). Borrowed. */
GbBorrow gb_atexit_list(GbThread *t);
/* Last registered, first called; the list is empty after. */
void gb_atexit_run(GbThread *t);

/* For a prompt: can `source` be run, or does it want more lines? `empty_line`: the last one is
 * empty, which ends a block. */
bool gb_source_is_whole(GbThread *t, const char *source, size_t size, bool empty_line);
/* Run one interactive statement in __main__; the value of an expression is displayed, an exception
 * printed. *exits is set for SystemExit, and the exit code returned. */
int gb_run_interactive(GbThread *t, const char *source, size_t size, bool *exits);
/* Print the bytecode of a script. The exit code. */
int gb_dis_file(GbThread *t, const char *path, bool specialised, GilWriteFn write, void *argument);

#endif
