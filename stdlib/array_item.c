#include "stdlib/array_parts.h"

enum { CODE_POINT_END = 0x110000 };

/* The machine codes are those of CPython's pickles on a little-endian machine of 64 bits. */
static const ArrayKind kinds[] = {
    {'b', 1, 1, "b", "signed char"},
    {'B', 1, 0, "B", "unsigned byte integer"},
    {'u', 4, 20, "w", NULL},
    {'h', 2, 4, "h", "signed short integer"},
    {'H', 2, 2, "H", "unsigned short"},
    {'i', 4, 8, "i", "signed integer"},
    {'I', 4, 6, "I", NULL},
    {'l', 8, 12, "l", NULL},
    {'L', 8, 10, "L", NULL},
    {'q', 8, 12, "q", NULL},
    {'Q', 8, 10, "Q", NULL},
    {'f', 4, 14, "f", NULL},
    {'d', 8, 16, "d", NULL},
};

const ArrayKind *gb_array_kind_at(int index)
{
    return index < (int)(sizeof kinds / sizeof *kinds) ? &kinds[index] : NULL;
}

const ArrayKind *gb_array_kind(uint32_t letter)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if ((uint32_t)kinds[i].letter == letter)
            return &kinds[i];
    }
    return NULL;
}

/* --- Reading --- */

#define READ_AS(type, name)                                                                        \
    type name;                                                                                     \
    memcpy(&name, place, sizeof name)

static GbRef get_text(GbThread *t, uint32_t code)
{
    if (code < CODE_POINT_END)
        return gb_str_from_code_point(t, code);
    return gb_raise(t, gb_ValueError, "character U+%x is not in range [U+0000; U+10ffff]", code);
}

GbRef gb_array_item_get(GbThread *t, const ArrayKind *kind, const uint8_t *place)
{
    switch (kind->letter) {
    case 'b': return gb_small_new(*(const int8_t *)place);
    case 'B': return gb_small_new(*place);
    case 'h': {
        READ_AS(int16_t, n);
        return gb_small_new(n);
    }
    case 'H': {
        READ_AS(uint16_t, n);
        return gb_small_new(n);
    }
    case 'i': {
        READ_AS(int32_t, n);
        return gb_small_new(n);
    }
    case 'I': {
        READ_AS(uint32_t, n);
        return gb_small_new(n);
    }
    case 'u': {
        READ_AS(uint32_t, n);
        return get_text(t, n);
    }
    case 'l':
    case 'q': {
        READ_AS(int64_t, n);
        return gb_int_new(t, n);
    }
    case 'L':
    case 'Q': {
        READ_AS(uint64_t, n);
        return gb_int_from_u64(t, n);
    }
    case 'f': {
        READ_AS(float, x);
        return gb_float_new(x);
    }
    default: {
        READ_AS(double, x);
        return gb_float_new(x);
    }
    }
}

/* --- Writing --- */

/* An int from `low` to `high`. */
static int convert_ranged(GbThread *t, const ArrayKind *kind, GbBorrow v, int64_t low, int64_t high,
                          int64_t *out)
{
    GbRef number = gb_index(t, v);
    if (number == GB_NULL)
        return -1;
    bool fits = gb_int_peek_i64(number, out);
    gb_decref(number);
    if (!fits)
        return gb_fail(t, gb_OverflowError, "Python int too large to convert to C long");
    if (*out < low)
        return gb_fail(t, gb_OverflowError, "%s is less than minimum", kind->phrase);
    if (*out > high)
        return gb_fail(t, gb_OverflowError, "%s is greater than maximum", kind->phrase);
    return 0;
}

/* An int of 64 bits, as bytes; with the messages of the C type that CPython converts to. */
static int convert_long(GbThread *t, const ArrayKind *kind, GbBorrow v, uint8_t *item)
{
    bool is_signed = kind->letter == 'l' || kind->letter == 'q';
    bool is_long_long = kind->letter == 'q' || kind->letter == 'Q';
    GbRef number = gb_index(t, v);
    if (number == GB_NULL)
        return -1;
    int result = 0;
    if (!is_signed && gb_int_sign(number) < 0) {
        result = gb_fail(t, gb_OverflowError, "%s",
                         is_long_long ? "can't convert negative int to unsigned"
                                      : "can't convert negative value to unsigned int");
    } else if (gb_int_to_bytes(t, number, item, 8, false, is_signed) < 0) {
        gb_raised_drop(t);
        result = gb_fail(t, gb_OverflowError, "%s",
                         is_long_long ? "int too big to convert"
                         : is_signed  ? "Python int too large to convert to C long"
                                      : "Python int too large to convert to C unsigned long");
    }
    gb_decref(number);
    return result;
}

static int convert_unsigned_int(GbThread *t, const ArrayKind *kind, GbBorrow v, uint8_t *item)
{
    static const ArrayKind wide = {'L', 8, 0, "L", NULL};
    uint8_t bytes[8];
    uint64_t number;
    if (convert_long(t, &wide, v, bytes) < 0)
        return -1;
    memcpy(&number, bytes, sizeof number);
    if (number > UINT32_MAX)
        return gb_fail(t, gb_OverflowError, "unsigned int is greater than maximum");
    memcpy(item, bytes, 4);
    return 0;
}

static int convert_text(GbThread *t, GbBorrow v, uint8_t *item)
{
    if (!gb_is_str(v) || gb_str_length(v) != 1)
        return gb_fail(t, gb_TypeError, "array item must be unicode character");
    uint32_t code = gb_str_at(v, 0);
    memcpy(item, &code, sizeof code);
    return 0;
}

static int convert_float(GbThread *t, const ArrayKind *kind, GbBorrow v, uint8_t *item)
{
    double x;
    if (gb_to_double(t, v, &x) < 0)
        return -1;
    float narrow = (float)x;
    if (kind->size == sizeof narrow)
        memcpy(item, &narrow, sizeof narrow);
    else
        memcpy(item, &x, sizeof x);
    return 0;
}

int gb_array_item_convert(GbThread *t, const ArrayKind *kind, GbBorrow v, uint8_t *item)
{
    int64_t n;
    int result;
    switch (kind->letter) {
    case 'b': result = convert_ranged(t, kind, v, INT8_MIN, INT8_MAX, &n); break;
    case 'B': result = convert_ranged(t, kind, v, 0, UINT8_MAX, &n); break;
    case 'h': result = convert_ranged(t, kind, v, INT16_MIN, INT16_MAX, &n); break;
    case 'H': result = convert_ranged(t, kind, v, 0, UINT16_MAX, &n); break;
    case 'i': result = convert_ranged(t, kind, v, INT32_MIN, INT32_MAX, &n); break;
    case 'I': return convert_unsigned_int(t, kind, v, item);
    case 'u': return convert_text(t, v, item);
    case 'f':
    case 'd': return convert_float(t, kind, v, item);
    default: return convert_long(t, kind, v, item);
    }
    if (result == 0)
        memcpy(item, &n, kind->size); /* This machine is little-endian. */
    return result;
}

/* --- Other machines --- */

/* Text is checked to be of twice its unit's size, as CPython does. */
static const ArrayMachine machines[] = {
    {1, false, false, false, false}, {1, true, false, false, false},
    {2, false, false, false, false}, {2, false, false, false, true},
    {2, true, false, false, false},  {2, true, false, false, true},
    {4, false, false, false, false}, {4, false, false, false, true},
    {4, true, false, false, false},  {4, true, false, false, true},
    {8, false, false, false, false}, {8, false, false, false, true},
    {8, true, false, false, false},  {8, true, false, false, true},
    {4, true, true, false, false},   {4, true, true, false, true},
    {8, true, true, false, false},   {8, true, true, false, true},
    {4, false, false, true, false},  {4, false, false, true, true},
    {8, false, false, true, false},  {8, false, false, true, true},
};

const ArrayMachine *gb_array_machine(int64_t code)
{
    bool known = code >= 0 && code < (int64_t)(sizeof machines / sizeof *machines);
    return known ? &machines[code] : NULL;
}

GbRef gb_array_machine_get(GbThread *t, const ArrayMachine *machine, const uint8_t *place)
{
    uint8_t bytes[8];
    float narrow;
    double wide;
    if (!machine->is_float)
        return gb_int_from_bytes(t, place, machine->size, machine->big_endian, machine->is_signed);
    for (int i = 0; i < machine->size; i++)
        bytes[i] = place[machine->big_endian ? machine->size - 1 - i : i];
    memcpy(&narrow, bytes, sizeof narrow);
    memcpy(&wide, bytes, sizeof wide);
    return gb_float_new(machine->size == sizeof narrow ? narrow : wide);
}

const ArrayKind *gb_array_kind_of_machine(const ArrayMachine *machine, const ArrayKind *wanted)
{
    if (machine->is_float || machine->is_text)
        return wanted;
    const ArrayKind *found = wanted;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        bool is_integer = strchr("ufd", kinds[i].letter) == NULL;
        bool is_signed = kinds[i].letter >= 'a';
        if (is_integer && kinds[i].size == machine->size && is_signed == machine->is_signed)
            found = &kinds[i];
    }
    return found;
}
