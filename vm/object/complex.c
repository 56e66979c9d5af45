#include "vm/object/float.h"
#include "vm/object/format.h"
#include "vm/object/int.h"
#include "vm/object/type.h"

#include <math.h>

/* --- Values --- */

typedef struct Pair {
    double real, imaginary;
} Pair;

static GbRef complex_new_as(GbThread *t, GbType *type, Pair value)
{
    GbComplex *object = gb_object_new(t, type);
    if (object == NULL)
        return GB_NULL;
    object->real = value.real;
    object->imaginary = value.imaginary;
    return gb_value(object);
}

static GbRef pair_to_complex(GbThread *t, Pair value)
{
    return complex_new_as(t, gb_type(t, COMPLEX), value);
}

GbRef gb_complex_new(GbThread *t, double real, double imaginary)
{
    return pair_to_complex(t, (Pair){real, imaginary});
}

static Pair complex_pair(GbBorrow v)
{
    const GbComplex *object = gb_as_complex(v);
    return (Pair){object->real, object->imaginary};
}

/* What __complex__ of v gives: 1, 0 when it has none, -1. */
static int ask_complex(GbThread *t, GbBorrow v, Pair *out)
{
    GbRef method = GB_NULL;
    int found = gb_special_find(t, v, gb_name(t, __complex__), &method);
    if (found <= 0)
        return found;
    GbRef result = gb_call0(t, method);
    gb_decref(method);
    if (result == GB_NULL)
        return -1;
    if (!gb_is_complex(result))
        found = gb_fail(t, gb_TypeError, "__complex__ returned non-complex (type %T)", result);
    else if (!gb_is_exact(result, GB_KIND_COMPLEX))
        found = gb_warn(t, gb_DeprecationWarning, 1,
                        "__complex__ returned non-complex (type %T).  The ability to return an "
                        "instance of a strict subclass of complex is deprecated, and may not be "
                        "supported in a future version of Python.",
                        result) < 0 ? -1 : 1;
    if (found > 0)
        *out = complex_pair(result);
    gb_decref(result);
    return found;
}

int gb_to_complex(GbThread *t, GbBorrow v, double *real, double *imaginary)
{
    Pair value = {0, 0};
    int found = 0;
    if (gb_is_complex(v)) {
        value = complex_pair(v);
        found = 1;
    } else if (!gb_is_float(v) && !gb_is_intlike(v)) {
        found = ask_complex(t, v, &value);
    }
    if (found < 0 || (found == 0 && gb_to_double(t, v, &value.real) < 0))
        return -1;
    *real = value.real;
    *imaginary = value.imaginary;
    return 0;
}

/* --- Text to complex --- */

static const char *skip_spaces(const char *p, const char *end)
{
    while (p < end && gb_is_number_space(*p))
        p++;
    return p;
}

/* "j", "+j", "-j" or a number and j: 1 and the end in *rest, 0, -1. */
static int parse_imaginary(GbThread *t, const char *p, const char *end, double *out,
                           const char **rest)
{
    int64_t used = gb_double_scan(t, p, (size_t)(end - p), out);
    if (used < 0)
        return -1;
    if (used == 0) {
        *out = p < end && *p == '-' ? -1.0 : 1.0;
        used = p < end && (*p == '-' || *p == '+');
    }
    p += used;
    if (p == end || (*p | 0x20) != 'j')
        return 0;
    *rest = p + 1;
    return 1;
}

/* The number itself, without spaces and parentheses around. */
static int parse_number(GbThread *t, const char *p, const char *end, Pair *out)
{
    const char *rest;
    double first;
    *out = (Pair){0, 0};
    int64_t used = gb_double_scan(t, p, (size_t)(end - p), &first);
    if (used < 0)
        return -1;
    if (used > 0 && p + used == end) {
        out->real = first;
        return 1;
    }
    if (used > 0 && (p[used] == '+' || p[used] == '-')) {
        out->real = first;
        p += used;
    }
    int found = parse_imaginary(t, p, end, &out->imaginary, &rest);
    return found <= 0 ? found : rest == end;
}

static int parse_complex(GbThread *t, const char *p, const char *end, Pair *out)
{
    p = skip_spaces(p, end);
    while (p < end && gb_is_number_space(end[-1]))
        end--;
    if (end - p >= 2 && *p == '(' && end[-1] == ')') {
        p = skip_spaces(p + 1, --end);
        while (p < end && gb_is_number_space(end[-1]))
            end--;
    }
    return parse_number(t, p, end, out);
}

static int complex_from_str(GbThread *t, GbBorrow str, Pair *out)
{
    const char *text;
    size_t size;
    GbRef owner = GB_NULL;
    if (gb_number_text(t, str, &text, &size, &owner) < 0)
        return -1;
    char *plain = gb_mem_new(t, size);
    int found = -1;
    if (plain != NULL) {
        int64_t count = gb_drop_underscores(text, size, plain);
        if (count < 0)
            gb_raise(t, gb_ValueError, "could not convert string to complex: %R", str);
        else
            found = parse_complex(t, plain, plain + count, out);
        gb_mem_free(t, plain, size);
    }
    gb_xdecref(owner);
    if (found == 0)
        return gb_fail(t, gb_ValueError, "complex() arg is a malformed string");
    return found < 0 ? -1 : 0;
}

/* --- Arithmetic --- */

static Pair multiply(Pair a, Pair b)
{
    return (Pair){a.real * b.real - a.imaginary * b.imaginary,
                    a.real * b.imaginary + a.imaginary * b.real};
}

/* Scaled by the larger part of b, so that nothing overflows on the way (Smith's method). */
static bool divide(Pair a, Pair b, Pair *out)
{
    if (b.real == 0 && b.imaginary == 0)
        return false;
    if (fabs(b.real) >= fabs(b.imaginary)) {
        double ratio = b.imaginary / b.real;
        double scale = b.real + b.imaginary * ratio;
        *out = (Pair){(a.real + a.imaginary * ratio) / scale,
                        (a.imaginary - a.real * ratio) / scale};
    } else if (fabs(b.imaginary) >= fabs(b.real)) {
        double ratio = b.real / b.imaginary;
        double scale = b.real * ratio + b.imaginary;
        *out = (Pair){(a.real * ratio + a.imaginary) / scale,
                        (a.imaginary * ratio - a.real) / scale};
    } else {
        *out = (Pair){(double)NAN, (double)NAN};
    }
    return true;
}

static Pair power_by_squaring(Pair base, unsigned exponent)
{
    Pair result = {1, 0};
    for (; exponent != 0; exponent >>= 1) {
        if (exponent & 1)
            result = multiply(result, base);
        base = multiply(base, base);
    }
    return result;
}

/* False when it would turn on and on. */
static bool power_by_logarithm(Pair a, Pair b, Pair *out)
{
    double size = hypot(a.real, a.imaginary);
    double length = pow(size, b.real);
    double angle = atan2(a.imaginary, a.real);
    double phase = angle * b.real;
    if (b.imaginary != 0) {
        length /= exp(angle * b.imaginary);
        phase += b.imaginary * log(size);
    }
    *out = (Pair){length * cos(phase), length * sin(phase)};
    return !isinf(phase);
}

static GbRef complex_power(GbThread *t, Pair a, Pair b)
{
    Pair result = {0, 0};
    bool is_defined = true;
    if (b.imaginary == 0 && b.real == floor(b.real) && fabs(b.real) <= 100) {
        result = power_by_squaring(a, (unsigned)fabs(b.real));
        if (b.real <= 0)
            is_defined = divide((Pair){1, 0}, result, &result);
    } else if (a.real == 0 && a.imaginary == 0) {
        is_defined = b.imaginary == 0 && !(b.real < 0);
    } else {
        is_defined = power_by_logarithm(a, b, &result);
    }
    if (!is_defined)
        return gb_raise(t, gb_ZeroDivisionError, "0.0 to a negative or complex power");
    if (isinf(result.real) || isinf(result.imaginary))
        return gb_raise(t, gb_OverflowError, "complex exponentiation");
    return pair_to_complex(t, result);
}

/* An operand of complex arithmetic: 1, 0 when it is no number, -1. */
static int complex_operand(GbThread *t, GbBorrow v, Pair *out)
{
    if (gb_is_complex(v)) {
        *out = complex_pair(v);
        return 1;
    }
    *out = (Pair){0, 0};
    if (gb_is_float(v)) {
        out->real = gb_float_value(v);
        return 1;
    }
    if (!gb_is_intlike(v))
        return 0;
    return gb_int_to_double(t, v, &out->real) < 0 ? -1 : 1;
}

static GbRef complex_binary(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b)
{
    Pair x, y, quotient;
    int first = complex_operand(t, a, &x);
    int second = first > 0 ? complex_operand(t, b, &y) : 0;
    if (first < 0 || second < 0)
        return GB_NULL;
    if (first == 0 || second == 0)
        return GB_NOT_IMPLEMENTED;
    switch (op) {
    case GB_ADD:
        return gb_complex_new(t, x.real + y.real, x.imaginary + y.imaginary);
    case GB_SUB:
        return gb_complex_new(t, x.real - y.real, x.imaginary - y.imaginary);
    case GB_MUL:
        return pair_to_complex(t, multiply(x, y));
    case GB_TRUEDIV:
        if (!divide(x, y, &quotient))
            return gb_raise(t, gb_ZeroDivisionError, "complex division by zero");
        return pair_to_complex(t, quotient);
    case GB_POW:
        return complex_power(t, x, y);
    default:
        return GB_NOT_IMPLEMENTED;
    }
}

static GbRef complex_absolute(GbThread *t, Pair x)
{
    double size = hypot(x.real, x.imaginary);
    if (isinf(size) && isfinite(x.real) && isfinite(x.imaginary))
        return gb_raise(t, gb_OverflowError, "absolute value too large");
    return gb_float_new(size);
}

static GbRef complex_unary(GbThread *t, GbUnary op, GbBorrow self)
{
    Pair x = complex_pair(self);
    switch (op) {
    case GB_NEGATIVE:
        return gb_complex_new(t, -x.real, -x.imaginary);
    case GB_POSITIVE:
        return pair_to_complex(t, x);
    case GB_ABSOLUTE:
        return complex_absolute(t, x);
    default:
        return GB_NOT_IMPLEMENTED;
    }
}

/* --- The type --- */

/* What complex() makes of one argument: 1 complex, 0 real, -1. `is_first` words the error. */
static int complex_argument(GbThread *t, GbBorrow v, bool is_first, Pair *out)
{
    *out = (Pair){0, 0};
    if (gb_is_complex(v)) {
        *out = complex_pair(v);
        return 1;
    }
    int found = gb_number_to_double(t, v, &out->real);
    if (found != 0)
        return found < 0 ? -1 : 0;
    if (!is_first)
        return gb_fail(t, gb_TypeError, "complex() second argument must be a number, not '%T'", v);
    return gb_fail(t, gb_TypeError,
                   "complex() first argument must be a string or a number, not '%T'", v);
}

static int complex_convert(GbThread *t, GbBorrow real, GbBorrow imaginary, Pair *out)
{
    Pair first = {0, 0}, second = {0, 0};
    if (gb_is_str(real)) {
        if (imaginary != GB_NULL)
            return gb_fail(t, gb_TypeError,
                           "complex() can't take second arg if first is a string");
        return complex_from_str(t, real, out);
    }
    if (imaginary != GB_NULL && gb_is_str(imaginary))
        return gb_fail(t, gb_TypeError, "complex() second arg can't be a string");
    int found = gb_is_exact(real, GB_KIND_COMPLEX) ? 0 : ask_complex(t, real, &first);
    if (found == 0)
        found = complex_argument(t, real, true, &first);
    if (found < 0)
        return -1;
    *out = first;
    if (imaginary == GB_NULL)
        return 0;
    int is_complex = complex_argument(t, imaginary, false, &second);
    if (is_complex < 0)
        return -1;
    out->imaginary = second.real;
    if (is_complex)
        out->real -= second.imaginary;
    if (found)
        out->imaginary += first.imaginary;
    return 0;
}

static GbRef complex_create(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Pair value;
    GbBorrow real = args[0] == GB_NULL ? gb_small_new(0) : args[0];
    bool is_same = gb_is_exact(real, GB_KIND_COMPLEX) && gb_as_type(self) == gb_type(t, COMPLEX);
    if (is_same && args[1] == GB_NULL)
        return gb_new_ref(real);
    if (complex_convert(t, real, args[1], &value) < 0)
        return GB_NULL;
    return complex_new_as(t, gb_as_type(self), value);
}

static GbRef complex_repr(GbThread *t, GbBorrow self)
{
    Pair x = complex_pair(self);
    bool is_imaginary = x.real == 0 && !signbit(x.real);
    GbDoubleText text;
    GbWriter writer;
    gb_writer_init(&writer, t);
    if (!is_imaginary && gb_double_text_init(t, &text, x.real, 'r', 0, 0) == 0) {
        gb_writer_char(&writer, '(');
        gb_writer_ascii(&writer, text.text, text.size);
    }
    int flags = is_imaginary ? 0 : GB_DOUBLE_SIGN;
    if (gb_double_text_init(t, &text, x.imaginary, 'r', 0, flags) == 0)
        gb_writer_ascii(&writer, text.text, text.size);
    gb_writer_c(&writer, is_imaginary ? "j" : "j)");
    return gb_writer_finish(&writer);
}

static int complex_hash(GbThread *t, GbBorrow self, int64_t *hash)
{
    Pair x = complex_pair(self);
    uint64_t sum = (uint64_t)gb_double_hash(x.real) +
                   (uint64_t)1000003 * (uint64_t)gb_double_hash(x.imaginary);
    *hash = sum == UINT64_MAX ? -2 : (int64_t)sum;
    return 0;
}

static int complex_truth(GbThread *t, GbBorrow self)
{
    Pair x = complex_pair(self);
    return x.real != 0 || x.imaginary != 0;
}

static GbRef complex_compare(GbThread *t, GbBorrow a, GbBorrow b, GbCompare op)
{
    if ((op != GB_EQ && op != GB_NE) || !gb_is_complex(a))
        return GB_NOT_IMPLEMENTED;
    Pair x = complex_pair(a);
    bool equal;
    if (gb_is_complex(b)) {
        Pair y = complex_pair(b);
        equal = x.real == y.real && x.imaginary == y.imaginary;
    } else if (gb_is_float(b)) {
        equal = x.real == gb_float_value(b) && x.imaginary == 0;
    } else if (gb_is_intlike(b)) {
        equal = x.imaginary == 0 && !isnan(x.real) && gb_int_order_double(b, x.real) == 0;
    } else {
        return GB_NOT_IMPLEMENTED;
    }
    return gb_bool(equal == (op == GB_EQ));
}

/* --- Methods --- */

static GbRef complex_conjugate(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Pair x = complex_pair(self);
    return gb_complex_new(t, x.real, -x.imaginary);
}

static GbRef complex_complex(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (gb_is_exact(self, GB_KIND_COMPLEX))
        return gb_new_ref(self);
    return pair_to_complex(t, complex_pair(self));
}

static GbRef complex_format(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (gb_format_argument(t, args[0]) < 0)
        return GB_NULL;
    return gb_complex_format_spec(t, self, args[0]);
}

static GbRef complex_getnewargs(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Pair x = complex_pair(self);
    return gb_tuple_of(t, 2, gb_float_new(x.real), gb_float_new(x.imaginary));
}

static GbRef complex_get_real(GbThread *t, GbBorrow self)
{
    return gb_float_new(complex_pair(self).real);
}

static GbRef complex_get_imag(GbThread *t, GbBorrow self)
{
    return gb_float_new(complex_pair(self).imaginary);
}

static const GbMethodDef complex_methods[] = {
    {"conjugate()", complex_conjugate,
     "Return the complex conjugate of its argument. (3-4j).conjugate() == 3+4j."},
    {"__complex__()", complex_complex, "Convert this value to exact type complex."},
    {"__format__(format_spec, /)", complex_format,
     "Convert to a string according to format_spec."},
    {"__getnewargs__()", complex_getnewargs, NULL},
    {0},
};

static const GbGetSetDef complex_getsets[] = {
    {"imag", complex_get_imag, gb_refuse_set, "the imaginary part of a complex number"},
    {"real", complex_get_real, gb_refuse_set, "the real part of a complex number"},
    {0},
};

const GbTypeSpec gb_complex_spec = {
    .name = "complex",
    .doc = "Create a complex number from a real part and an optional imaginary part.\n\n"
           "This is equivalent to (real + imag*1j) where imag defaults to 0.",
    .size = sizeof(GbComplex),
    .flags = GB_TYPE_IMMUTABLE,
    .slots = {
        .repr = complex_repr,
        .hash = complex_hash,
        .truth = complex_truth,
        .compare = complex_compare,
        .unary = complex_unary,
        .binary = complex_binary,
    },
    .constructor = {"complex(real=?, imag=?)", complex_create, NULL},
    .methods = complex_methods,
    .getsets = complex_getsets,
};
