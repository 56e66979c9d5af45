/* _struct: values to bytes and back, by format strings. */
#include <math.h>

#include "vm/gilbox.h"

static const GbErrorSpec struct_error = {"struct.error", gb_Exception, NULL};

/* --- Formats --- */

typedef enum Kind {
    KIND_PAD,
    KIND_CHAR,
    KIND_BYTES,
    KIND_PASCAL,
    KIND_BOOL,
    KIND_SIGNED,
    KIND_UNSIGNED,
    KIND_POINTER,
    KIND_FLOAT
} Kind;

/* A format character. */
typedef struct Letter {
    char letter;
    Kind kind;
    int native_size,
        standard_size; /* Bytes; standard 0: native only. Native ones align to their size. */
} Letter;

static const Letter letters[] = {
    {'x', KIND_PAD, 1, 1},      {'c', KIND_CHAR, 1, 1},     {'s', KIND_BYTES, 1, 1},
    {'p', KIND_PASCAL, 1, 1},   {'?', KIND_BOOL, 1, 1},     {'b', KIND_SIGNED, 1, 1},
    {'B', KIND_UNSIGNED, 1, 1}, {'h', KIND_SIGNED, 2, 2},   {'H', KIND_UNSIGNED, 2, 2},
    {'i', KIND_SIGNED, 4, 4},   {'I', KIND_UNSIGNED, 4, 4}, {'l', KIND_SIGNED, 8, 4},
    {'L', KIND_UNSIGNED, 8, 4}, {'q', KIND_SIGNED, 8, 8},   {'Q', KIND_UNSIGNED, 8, 8},
    {'n', KIND_SIGNED, 8, 0},   {'N', KIND_UNSIGNED, 8, 0}, {'P', KIND_POINTER, 8, 0},
    {'e', KIND_FLOAT, 2, 2},    {'f', KIND_FLOAT, 4, 4},    {'d', KIND_FLOAT, 8, 8},
};

/* A letter with its count, at its place. */
typedef struct Code {
    const Letter *letter;
    int64_t offset; /* Bytes from the beginning. */
    int64_t size;   /* Of one value: for s and p the count. */
    int64_t repeat; /* How many values; for s and p 1, for x none is taken. */
} Code;

enum { SPACE_CODES = 12 };

/* A compiled format. */
typedef struct Layout {
    bool native, big_endian;
    int64_t size;  /* Bytes in all. */
    int64_t count; /* Values. */
    int code_count, code_capacity;
    Code *codes; /* `space`, or memory of its own. */
    Code space[SPACE_CODES];
} Layout;

static const Letter *find_letter(const Layout *layout, char letter)
{
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        if (letters[i].letter == letter)
            return layout->native || letters[i].standard_size ? &letters[i] : NULL;
    }
    return NULL;
}

static void layout_fini(GbThread *t, Layout *layout)
{
    if (layout->codes != layout->space)
        gb_mem_free(t, layout->codes, (size_t)layout->code_capacity * sizeof(Code));
    layout->codes = layout->space;
    layout->code_count = 0;
}

static int add_code(GbThread *t, Layout *layout, Code code)
{
    if (layout->code_count == layout->code_capacity) {
        int capacity = layout->code_capacity * 2;
        Code *codes = gb_mem_new(t, (size_t)capacity * sizeof(Code));
        if (codes == NULL)
            return -1;
        memcpy(codes, layout->codes, (size_t)layout->code_count * sizeof(Code));
        int count = layout->code_count;
        layout_fini(t, layout);
        layout->codes = codes;
        layout->code_count = count;
        layout->code_capacity = capacity;
    }
    layout->codes[layout->code_count++] = code;
    return 0;
}

static int struct_fail(GbThread *t, const char *message)
{
    gb_raise_error(t, &struct_error, "%s", message);
    return -1;
}

/* Put one letter behind what there is. */
static int place_letter(GbThread *t, Layout *layout, const Letter *letter, int64_t number)
{
    int64_t size = layout->native ? letter->native_size : letter->standard_size, end;
    if (layout->native && layout->size > INT64_MAX - size)
        return struct_fail(t, "total struct size too long");
    if (layout->native)
        layout->size = (layout->size + size - 1) / size * size;
    if (__builtin_mul_overflow(size, number, &end)
        || __builtin_add_overflow(end, layout->size, &end))
        return struct_fail(t, "total struct size too long");
    bool single = letter->kind == KIND_BYTES || letter->kind == KIND_PASCAL;
    Code code = {letter, layout->size, single ? number : size, single ? 1 : number};
    layout->size = end;
    if (letter->kind != KIND_PAD)
        layout->count += code.repeat;
    return add_code(t, layout, code);
}

static int read_count(GbThread *t, const char **at, int64_t *out)
{
    *out = 1;
    if (**at < '0' || **at > '9')
        return 0;
    for (*out = 0; **at >= '0' && **at <= '9'; ++*at) {
        if (*out > (INT64_MAX - (**at - '0')) / 10)
            return struct_fail(t, "total struct size too long");
        *out = *out * 10 + (**at - '0');
    }
    return **at == 0 ? struct_fail(t, "repeat count given without format specifier") : 0;
}

static int layout_parse(GbThread *t, Layout *layout, const char *format)
{
    *layout = (Layout){.native = true, .codes = layout->space, .code_capacity = SPACE_CODES};
    if (*format && strchr("@=<>!", *format)) {
        layout->native = *format == '@';
        layout->big_endian = *format == '>' || *format == '!';
        format++;
    }
    while (*format) {
        int64_t number;
        if (strchr(" \t\n\r\v\f", *format)) {
            format++;
            continue;
        }
        if (read_count(t, &format, &number) < 0)
            goto failed;
        const Letter *letter = find_letter(layout, *format++);
        if (letter == NULL) {
            struct_fail(t, "bad char in struct format");
            goto failed;
        }
        if (place_letter(t, layout, letter, number) < 0)
            goto failed;
    }
    return 0;
failed:
    layout_fini(t, layout);
    return -1;
}

/* The format of a str or bytes argument: a C string that lives as long as *holder. */
static const char *format_text(GbThread *t, GbBorrow v, GbRef *holder)
{
    *holder = GB_NULL;
    if (gb_is_str(v))
        *holder = gb_encode(t, v, "ascii", NULL);
    else if (gb_has_layout(v, GB_KIND_BYTES))
        *holder = gb_new_ref(v);
    else
        gb_raise(t, gb_TypeError, "Struct() argument 1 must be a str or bytes object, not %.200K",
                 v);
    if (*holder == GB_NULL)
        return NULL;
    const char *text = (const char *)gb_bytes_data(*holder);
    if (strlen(text) != (size_t)gb_bytes_size(*holder)) {
        struct_fail(t, "embedded null character");
        gb_clear(holder);
        return NULL;
    }
    return text;
}

static int layout_init(GbThread *t, Layout *layout, GbBorrow format)
{
    GbRef holder;
    const char *text = format_text(t, format, &holder);
    if (text == NULL)
        return -1;
    int result = layout_parse(t, layout, text);
    gb_decref(holder);
    return result;
}

/* --- Numbers in memory --- */

static void store(uint8_t *out, uint64_t bits, int64_t size, bool big_endian)
{
    for (int64_t i = 0; i < size; i++)
        out[big_endian ? size - 1 - i : i] = (uint8_t)(bits >> 8 * i);
}

static uint64_t load(const uint8_t *data, int64_t size, bool big_endian)
{
    uint64_t bits = 0;
    for (int64_t i = 0; i < size; i++)
        bits |= (uint64_t)data[big_endian ? size - 1 - i : i] << 8 * i;
    return bits;
}

/* A double as an IEEE half, rounded to even; -1 when it is too large. */
static int half_of(double x)
{
    int exponent, sign = signbit(x) ? 0x8000 : 0;
    if (isnan(x))
        return sign | 0x7e00;
    if (isinf(x))
        return sign | 0x7c00;
    double fraction = frexp(fabs(x), &exponent); /* 0.5 <= fraction < 1, or 0 */
    int scale = exponent - 1 < -14 ? 24 : 11 - exponent;
    double units = nearbyint(ldexp(fabs(x), scale)); /* In units of the last place. */
    if (fraction == 0 || scale == 24)
        return sign | (int)units; /* Subnormal; 1024 units are the first normal number. */
    int bits = (int)units + ((exponent - 1 + 14) << 10);
    return bits >= 0x7c00 ? -1 : sign | bits;
}

static double double_of_half(uint64_t bits)
{
    int exponent = (int)(bits >> 10 & 31), fraction = (int)(bits & 1023);
    double x;
    if (exponent == 31)
        x = fraction ? NAN : INFINITY;
    else if (exponent == 0)
        x = ldexp(fraction, -24);
    else
        x = ldexp(fraction + 1024, exponent - 25);
    return bits & 0x8000 ? -x : x;
}

/* --- Packing --- */

static int out_of_range(GbThread *t, const Layout *layout, const Code *code)
{
    char letter = code->letter->letter;
    bool is_signed = code->letter->kind == KIND_SIGNED,
         named = code->size == 1 || (code->size == 2 && !layout->big_endian);
    int64_t high = (int64_t)((1ULL << (8 * code->size - is_signed)) - 1),
            low = is_signed ? -high - 1 : 0;
    if (named)
        gb_raise_error(t, &struct_error, "%s%s format requires %lld <= number <= %lld",
                       is_signed ? "" : "u", code->size == 1 ? "byte" : "short", (long long)low,
                       (long long)high);
    else
        gb_raise_error(t, &struct_error, "'%c' format requires %lld <= number <= %lld",
                       (uint32_t)letter, (long long)low, (long long)high);
    return -1;
}

/* An int that does not fit: as CPython words it, which depends on where its C code noticed. */
static int int_too_large(GbThread *t, const Layout *layout, const Code *code, GbBorrow index)
{
    int64_t value;
    bool wide = code->size == 8;
    if (code->letter->kind == KIND_POINTER || (wide && layout->big_endian))
        return struct_fail(t, "int too large to convert");
    bool negative = gb_int_sign(index) < 0;
    bool in_word = gb_int_peek_i64(index, &value);
    bool checked_as_unsigned = code->letter->kind == KIND_UNSIGNED
                               && (code->size == 4 || layout->big_endian) && code->size != 1;
    if (wide || !in_word || (negative && checked_as_unsigned))
        return struct_fail(t, "argument out of range");
    return out_of_range(t, layout, code);
}

static int pack_int(GbThread *t, const Layout *layout, const Code *code, GbBorrow v, uint8_t *out)
{
    GbRef index = GB_NULL;
    bool is_signed = code->letter->kind == KIND_SIGNED;
    int64_t word;
    if (gb_is_small(v)) {
        word = gb_small(v);
        int bits = (int)(8 * code->size);
        bool fits = bits == 64  ? is_signed || word >= 0
                    : is_signed ? word >= -(1LL << (bits - 1)) && word < 1LL << (bits - 1)
                                : word >= 0 && word < 1LL << bits;
        if (!fits && code->letter->kind != KIND_POINTER)
            return int_too_large(t, layout, code, v);
        store(out, (uint64_t)word, code->size, layout->big_endian);
        return 0;
    }
    bool can = gb_is_intlike(v)
               || (gb_is_object(v)
                   && gb_type_lookup(t, gb_type_of(t, v), gb_name(t, __index__)) != GB_NULL);
    if (!can)
        return struct_fail(t, "required argument is not an integer");
    index = gb_index(t, v);
    if (index == GB_NULL)
        return -1;
    is_signed = is_signed || (code->letter->kind == KIND_POINTER && gb_int_sign(index) < 0);
    int result = gb_int_to_bytes(t, index, out, (size_t)code->size, layout->big_endian, is_signed);
    if (result < 0 && gb_raised_drop_if(t, gb_OverflowError))
        int_too_large(t, layout, code, index);
    gb_decref(index);
    return result;
}

static int float_too_large(GbThread *t, GbBorrow v, char letter)
{
    if (gb_is_intlike(v))
        return struct_fail(t, "int too large to convert");
    return gb_fail(t, gb_OverflowError, "float too large to pack with %c format", (uint32_t)letter);
}

static int pack_float(GbThread *t, const Layout *layout, const Code *code, GbBorrow v, uint8_t *out)
{
    double x;
    uint64_t bits;
    if (gb_to_double(t, v, &x) < 0) {
        gb_raised_drop(t);
        return struct_fail(t, "required argument is not a float");
    }
    if (code->size == 8) {
        memcpy(&bits, &x, 8);
    } else if (code->size == 4) {
        float narrow = (float)x;
        uint32_t word;
        if (isinf(narrow) && !isinf(x) && !layout->native)
            return float_too_large(t, v, 'f');
        memcpy(&word, &narrow, 4);
        bits = word;
    } else {
        int half = half_of(x);
        if (half < 0)
            return float_too_large(t, v, 'e');
        bits = (uint64_t)half;
    }
    store(out, bits, code->size, layout->big_endian);
    return 0;
}

/* s and p: as much as there is room for, the rest is zero already. */
static int pack_bytes(GbThread *t, const Code *code, GbBorrow v, uint8_t *out)
{
    bool pascal = code->letter->kind == KIND_PASCAL;
    if (!gb_has_layout(v, GB_KIND_BYTES) && !gb_has_layout(v, GB_KIND_BYTEARRAY))
        return struct_fail(t, pascal ? "argument for 'p' must be a bytes object"
                                     : "argument for 's' must be a bytes object");
    GbBuffer buffer;
    if (gb_buffer_get(t, v, &buffer) < 0)
        return -1;
    int64_t room = code->size - pascal, size = buffer.size < room ? buffer.size : room;
    if (size > 0)
        memcpy(out + pascal, buffer.data, (size_t)size);
    if (pascal && code->size > 0)
        out[0] = (uint8_t)(size > 255 ? 255 : size);
    gb_buffer_release(t, &buffer);
    return 0;
}

static int pack_one(GbThread *t, const Layout *layout, const Code *code, GbBorrow v, uint8_t *out)
{
    int truth;
    switch (code->letter->kind) {
    case KIND_CHAR:
        if (!gb_has_layout(v, GB_KIND_BYTES) || gb_bytes_size(v) != 1)
            return struct_fail(t, "char format requires a bytes object of length 1");
        out[0] = gb_bytes_data(v)[0];
        return 0;
    case KIND_BOOL:
        truth = gb_truth(t, v);
        out[0] = (uint8_t)(truth > 0);
        return truth < 0 ? -1 : 0;
    case KIND_BYTES:
    case KIND_PASCAL:
        return pack_bytes(t, code, v, out);
    case KIND_FLOAT:
        return pack_float(t, layout, code, v, out);
    default:
        return pack_int(t, layout, code, v, out);
    }
}

/* Pack the values from args[first] on into out, layout->size bytes. */
static int pack_all(GbThread *t, const Layout *layout, GbBorrow args, int64_t first, uint8_t *out)
{
    memset(out, 0, (size_t)layout->size);
    for (int i = 0; i < layout->code_count; i++) {
        const Code *code = &layout->codes[i];
        for (int64_t j = 0; code->letter->kind != KIND_PAD && j < code->repeat; j++) {
            if (pack_one(t, layout, code, gb_tuple_peek(args, first++),
                         out + code->offset + j * code->size)
                < 0)
                return -1;
        }
    }
    return 0;
}

static int check_count(GbThread *t, const Layout *layout, const char *function, int64_t given)
{
    if (given == layout->count)
        return 0;
    gb_raise_error(t, &struct_error, "%s expected %lld items for packing (got %lld)", function,
                   (long long)layout->count, (long long)given);
    return -1;
}

static GbRef pack(GbThread *t, const Layout *layout, GbBorrow args, int64_t first)
{
    if (check_count(t, layout, "pack", gb_tuple_count(args) - first) < 0)
        return GB_NULL;
    GbRef bytes = gb_bytes_new(t, NULL, (size_t)layout->size);
    if (bytes != GB_NULL && pack_all(t, layout, args, first, gb_bytes_data(bytes)) < 0)
        gb_clear(&bytes);
    return bytes;
}

/* Where a negative or large offset is in a buffer; -1: out of its range, and told so. */
static int64_t place_of(GbThread *t, const Layout *layout, int64_t offset, int64_t size,
                        bool packing)
{
    int64_t given = offset;
    if (offset < 0) {
        if (offset + layout->size > 0) {
            gb_raise_error(t, &struct_error,
                           packing ? "no space to pack %lld bytes at offset %lld"
                                   : "not enough data to unpack %lld bytes at offset %lld",
                           (long long)layout->size, (long long)given);
            return -1;
        }
        if (offset + size < 0) {
            gb_raise_error(t, &struct_error, "offset %lld out of range for %lld-byte buffer",
                           (long long)given, (long long)size);
            return -1;
        }
        offset += size;
    }
    if (size - offset >= layout->size)
        return offset;
    gb_raise_error(t, &struct_error,
                   packing ? "pack_into requires a buffer of at least %llu bytes for packing %lld "
                             "bytes at offset %lld "
                             "(actual buffer size is %lld)"
                           : "unpack_from requires a buffer of at least %llu bytes for unpacking "
                             "%lld bytes at offset "
                             "%lld (actual buffer size is %lld)",
                   (unsigned long long)layout->size + (unsigned long long)offset,
                   (long long)layout->size, (long long)offset, (long long)size);
    return -1;
}

/* args: buffer, offset, values..., from `first` on. */
static GbRef pack_into(GbThread *t, const Layout *layout, GbBorrow args, int64_t first)
{
    int64_t given = gb_tuple_count(args) - first, offset;
    GbBuffer buffer;
    if (given < 2) {
        struct_fail(t, given == 0 ? "pack_into expected buffer argument"
                                  : "pack_into expected offset argument");
        return GB_NULL;
    }
    if (check_count(t, layout, "pack_into", given - 2) < 0)
        return GB_NULL;
    GbBorrow target = gb_tuple_peek(args, first);
    int got = gb_buffer_get(t, target, &buffer);
    if (got < 0 || buffer.readonly) {
        if (got == 0)
            gb_buffer_release(t, &buffer);
        else if (!gb_raised_drop_if(t, gb_TypeError))
            return GB_NULL;
        return gb_raise(t, gb_TypeError, "argument must be read-write bytes-like object, not %.50K",
                        target);
    }
    int result = gb_index_i64(t, gb_tuple_peek(args, first + 1), &offset, gb_IndexError);
    int64_t place = result < 0 ? -1 : place_of(t, layout, offset, buffer.size, true);
    if (place >= 0)
        result = pack_all(t, layout, args, first + 2, buffer.data + place);
    gb_buffer_release(t, &buffer);
    return place < 0 || result < 0 ? GB_NULL : GB_NONE;
}

/* --- Unpacking --- */

static GbRef unpack_float(const Layout *layout, const Code *code, const uint8_t *data)
{
    uint64_t bits = load(data, code->size, layout->big_endian);
    if (code->size == 2)
        return gb_float_new(double_of_half(bits));
    if (code->size == 4) {
        uint32_t word = (uint32_t)bits;
        float x;
        memcpy(&x, &word, 4);
        return gb_float_new(x);
    }
    double x;
    memcpy(&x, &bits, 8);
    return gb_float_new(x);
}

static GbRef unpack_one(GbThread *t, const Layout *layout, const Code *code, const uint8_t *data)
{
    int64_t size = code->size;
    uint64_t bits;
    switch (code->letter->kind) {
    case KIND_CHAR:
    case KIND_BYTES:
        return gb_bytes_new(t, data, (size_t)size);
    case KIND_PASCAL:
        if (size == 0)
            return gb_bytes_new(t, "", 0);
        return gb_bytes_new(t, data + 1, data[0] < size ? data[0] : (size_t)(size - 1));
    case KIND_BOOL:
        return gb_bool(data[0] != 0);
    case KIND_FLOAT:
        return unpack_float(layout, code, data);
    case KIND_SIGNED:
        bits = load(data, size, layout->big_endian) << (64 - 8 * size);
        return gb_int_new(t, (int64_t)bits >> (64 - 8 * size));
    default:
        return gb_int_from_u64(t, load(data, size, layout->big_endian));
    }
}

static GbRef unpack_all(GbThread *t, const Layout *layout, const uint8_t *data)
{
    GbRef tuple = gb_tuple_new(t, layout->count);
    int64_t place = 0;
    for (int i = 0; tuple != GB_NULL && i < layout->code_count; i++) {
        const Code *code = &layout->codes[i];
        for (int64_t j = 0; code->letter->kind != KIND_PAD && j < code->repeat; j++) {
            GbRef value = unpack_one(t, layout, code, data + code->offset + j * code->size);
            if (value == GB_NULL) {
                gb_decref(tuple);
                return GB_NULL;
            }
            gb_tuple_set_take(tuple, place++, value);
        }
    }
    return tuple;
}

static GbRef unpack(GbThread *t, const Layout *layout, GbBorrow source)
{
    GbBuffer buffer;
    GbRef result = GB_NULL;
    if (gb_buffer_get(t, source, &buffer) < 0)
        return GB_NULL;
    if (buffer.size == layout->size)
        result = unpack_all(t, layout, buffer.data);
    else
        gb_raise_error(t, &struct_error, "unpack requires a buffer of %lld bytes",
                       (long long)layout->size);
    gb_buffer_release(t, &buffer);
    return result;
}

static GbRef unpack_from(GbThread *t, const Layout *layout, GbBorrow source, GbBorrow offset_value)
{
    GbBuffer buffer;
    int64_t offset;
    if (gb_index_i64(t, offset_value, &offset, gb_OverflowError) < 0
        || gb_buffer_get(t, source, &buffer) < 0)
        return GB_NULL;
    int64_t place = place_of(t, layout, offset, buffer.size, false);
    GbRef result = place < 0 ? GB_NULL : unpack_all(t, layout, buffer.data + place);
    gb_buffer_release(t, &buffer);
    return result;
}

/* --- Struct objects --- */

typedef struct Struct {
    GbObject header;
    GbRef format;  /* str */
    Layout layout; /* Valid once `format` is set. */
} Struct;

static Struct *as_struct(GbBorrow v)
{
    return (Struct *)gb_object(v);
}

/* The layout of a Struct, whose __init__ may not have run. */
static const Layout *layout_of(GbThread *t, GbBorrow self)
{
    if (as_struct(self)->format != GB_NULL)
        return &as_struct(self)->layout;
    gb_raise(t, gb_RuntimeError, "Struct object is not initialized");
    return NULL;
}

static void struct_dealloc(GbThread *t, GbObject *self)
{
    Struct *s = (Struct *)self;
    if (s->format != GB_NULL)
        layout_fini(t, &s->layout);
    gb_clear(&s->format);
}

static GbRef struct_create(GbThread *t, GbBorrow type, const GbBorrow *args, int count,
                           GbBorrow names)
{
    return gb_value(gb_object_new(t, (GbType *)gb_object(type)));
}

static GbRef struct_init(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Struct *s = as_struct(self);
    GbRef holder;
    const char *text = format_text(t, args[0], &holder);
    if (text == NULL)
        return GB_NULL;
    struct_dealloc(t, &s->header);
    if (layout_parse(t, &s->layout, text) == 0) {
        s->format = gb_str_new(t, text);
        if (s->format == GB_NULL)
            layout_fini(t, &s->layout);
    }
    gb_decref(holder);
    return s->format == GB_NULL ? GB_NULL : GB_NONE;
}

static GbRef struct_pack(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    const Layout *layout = layout_of(t, self);
    return layout == NULL ? GB_NULL : pack(t, layout, args[0], 0);
}

static GbRef struct_pack_into(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    const Layout *layout = layout_of(t, self);
    return layout == NULL ? GB_NULL : pack_into(t, layout, args[0], 0);
}

static GbRef struct_unpack(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    const Layout *layout = layout_of(t, self);
    return layout == NULL ? GB_NULL : unpack(t, layout, args[0]);
}

static GbRef struct_unpack_from(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    const Layout *layout = layout_of(t, self);
    return layout == NULL ? GB_NULL : unpack_from(t, layout, args[0], args[1]);
}

static GbRef iterator_new(GbThread *t, GbBorrow self, GbBorrow source);

static GbRef struct_iter_unpack(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return layout_of(t, self) == NULL ? GB_NULL : iterator_new(t, self, args[0]);
}

static GbRef struct_sizeof(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_int_new(t, (int64_t)sizeof(Struct));
}

static GbRef struct_get_format(GbThread *t, GbBorrow self)
{
    return layout_of(t, self) == NULL ? GB_NULL : gb_new_ref(as_struct(self)->format);
}

static GbRef struct_get_size(GbThread *t, GbBorrow self)
{
    const Layout *layout = layout_of(t, self);
    return layout == NULL ? GB_NULL : gb_int_new(t, layout->size);
}

static const GbMethodDef struct_methods[] = {
    {"iter_unpack(buffer, /)", struct_iter_unpack, "Return an iterator yielding tuples."},
    {"pack(*values)", struct_pack, "S.pack(v1, v2, ...) -> bytes"},
    {"pack_into(*values)", struct_pack_into, "S.pack_into(buffer, offset, v1, v2, ...)"},
    {"unpack(buffer, /)", struct_unpack, "Return a tuple containing unpacked values."},
    {"unpack_from(buffer, offset=0)", struct_unpack_from,
     "Return a tuple containing unpacked values."},
    {"__sizeof__()", struct_sizeof, "S.__sizeof__() -> size of S in memory, in bytes"},
    {0},
};

static const GbGetSetDef struct_getsets[] = {
    {"format", struct_get_format, NULL, "struct format string"},
    {"size", struct_get_size, NULL, "struct size in bytes"},
    {0},
};

static const GbTypeSpec struct_spec = {
    .name = "_struct.Struct",
    .doc = "Struct(fmt) --> compiled struct object\n\n",
    .size = sizeof(Struct),
    .flags = GB_TYPE_HAS_WEAKREF,
    .slots = {.dealloc = struct_dealloc, .create = struct_create},
    .initializer = {"Struct(format)", struct_init, NULL},
    .methods = struct_methods,
    .getsets = struct_getsets,
};

/* --- iter_unpack --- */

typedef struct UnpackIterator {
    GbObject header;
    GbRef layout; /* The Struct; GB_NULL once exhausted. */
    GbBuffer buffer;
    int64_t offset;
} UnpackIterator;

static void iterator_end(GbThread *t, UnpackIterator *iterator)
{
    gb_buffer_release(t, &iterator->buffer);
    gb_clear(&iterator->layout);
}

static void iterator_dealloc(GbThread *t, GbObject *self)
{
    iterator_end(t, (UnpackIterator *)self);
}

static int iterator_visit(GbObject *self, GbVisitor visit, void *context)
{
    GB_VISIT(((UnpackIterator *)self)->layout);
    GB_VISIT(((UnpackIterator *)self)->buffer.owner);
    return 0;
}

static void iterator_clear(GbThread *t, GbObject *self)
{
    iterator_end(t, (UnpackIterator *)self);
}

static GbRef iterator_iter(GbThread *t, GbBorrow self)
{
    return gb_new_ref(self);
}

static GbRef iterator_next(GbThread *t, GbBorrow self)
{
    UnpackIterator *iterator = (UnpackIterator *)gb_object(self);
    if (iterator->layout == GB_NULL)
        return GB_NULL;
    const Layout *layout = &as_struct(iterator->layout)->layout;
    if (iterator->offset + layout->size > iterator->buffer.size) {
        iterator_end(t, iterator);
        return GB_NULL;
    }
    GbRef values = unpack_all(t, layout, iterator->buffer.data + iterator->offset);
    iterator->offset += layout->size;
    return values;
}

static GbRef iterator_length_hint(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    UnpackIterator *iterator = (UnpackIterator *)gb_object(self);
    if (iterator->layout == GB_NULL)
        return gb_small_new(0);
    return gb_int_new(t, (iterator->buffer.size - iterator->offset)
                             / as_struct(iterator->layout)->layout.size);
}

static const GbMethodDef iterator_methods[] = {
    {"__length_hint__()", iterator_length_hint, NULL},
    {0},
};

static const GbTypeSpec iterator_spec = {
    .name = "_struct.unpack_iterator",
    .size = sizeof(UnpackIterator),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_FINAL | GB_TYPE_NO_CREATE,
    .slots =
        {
            .dealloc = iterator_dealloc,
            .visit = iterator_visit,
            .clear = iterator_clear,
            .iter = iterator_iter,
            .next = iterator_next,
        },
    .methods = iterator_methods,
};

static GbRef iterator_new(GbThread *t, GbBorrow self, GbBorrow source)
{
    int64_t size = as_struct(self)->layout.size;
    if (size == 0) {
        struct_fail(t, "cannot iteratively unpack with a struct of length 0");
        return GB_NULL;
    }
    UnpackIterator *iterator = gb_object_new(t, gb_spec_type(t, &iterator_spec));
    if (iterator == NULL)
        return GB_NULL;
    if (gb_buffer_get(t, source, &iterator->buffer) < 0) {
        gb_decref(gb_value(iterator));
        return GB_NULL;
    }
    if (iterator->buffer.size % size != 0) {
        gb_raise_error(t, &struct_error,
                       "iterative unpacking requires a buffer of a multiple of %lld bytes",
                       (long long)size);
        gb_decref(gb_value(iterator));
        return GB_NULL;
    }
    iterator->layout = gb_new_ref(self);
    return gb_value(iterator);
}

/* --- Functions --- */

/* The format, first of args, compiled. */
static int layout_of_args(GbThread *t, Layout *layout, GbBorrow args)
{
    if (gb_tuple_count(args) == 0)
        return gb_fail(t, gb_TypeError, "missing format argument");
    return layout_init(t, layout, gb_tuple_peek(args, 0));
}

static GbRef module_calcsize(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Layout layout;
    if (layout_init(t, &layout, args[0]) < 0)
        return GB_NULL;
    int64_t size = layout.size;
    layout_fini(t, &layout);
    return gb_int_new(t, size);
}

static GbRef module_pack(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Layout layout;
    if (layout_of_args(t, &layout, args[0]) < 0)
        return GB_NULL;
    GbRef result = pack(t, &layout, args[0], 1);
    layout_fini(t, &layout);
    return result;
}

static GbRef module_pack_into(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Layout layout;
    if (layout_of_args(t, &layout, args[0]) < 0)
        return GB_NULL;
    GbRef result = pack_into(t, &layout, args[0], 1);
    layout_fini(t, &layout);
    return result;
}

static GbRef module_unpack(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Layout layout;
    if (layout_init(t, &layout, args[0]) < 0)
        return GB_NULL;
    GbRef result = unpack(t, &layout, args[1]);
    layout_fini(t, &layout);
    return result;
}

static GbRef module_unpack_from(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Layout layout;
    if (layout_init(t, &layout, args[0]) < 0)
        return GB_NULL;
    GbRef result = unpack_from(t, &layout, args[1], args[2]);
    layout_fini(t, &layout);
    return result;
}

static GbRef module_iter_unpack(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef compiled = gb_call1(t, gb_value(gb_spec_type(t, &struct_spec)), args[0]);
    GbRef result = compiled == GB_NULL ? GB_NULL : iterator_new(t, compiled, args[1]);
    gb_xdecref(compiled);
    return result;
}

static GbRef module_clearcache(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return GB_NONE; /* Compiling a format is cheap: none is kept. */
}

static const GbMethodDef struct_functions[] = {
    {"calcsize(format, /)", module_calcsize,
     "Return size in bytes of the struct described by the format string."},
    {"iter_unpack(format, buffer, /)", module_iter_unpack,
     "Return an iterator yielding tuples unpacked from the given bytes."},
    {"pack(*values)", module_pack, "pack(format, v1, v2, ...) -> bytes"},
    {"pack_into(*values)", module_pack_into, "pack_into(format, buffer, offset, v1, v2, ...)"},
    {"unpack(format, buffer, /)", module_unpack,
     "Return a tuple containing values unpacked according to the format string."},
    {"unpack_from(format, /, buffer, offset=0)", module_unpack_from,
     "Return a tuple containing values unpacked according to the format string."},
    {"_clearcache()", module_clearcache, "Clear the internal cache."},
    {0},
};

static int struct_module_init(GbThread *t, GbBorrow module)
{
    if (gb_module_add_error(t, module, &struct_error) == NULL
        || gb_module_add_type(t, module, &struct_spec, NULL) < 0)
        return -1;
    return gb_type_add_hidden(t, &iterator_spec);
}

const GbModuleDef gb_module_struct = {
    "_struct",
    "Functions to convert between Python values and C structs.\n"
    "Python bytes objects are used to hold the data representing the C struct\n"
    "and also as format strings (explained below) to describe the layout of data\n"
    "in the C struct.",
    struct_functions,
    struct_module_init,
};
