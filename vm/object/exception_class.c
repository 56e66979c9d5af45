/* Exception classes of C modules: made as a class statement would, found again by their specs. */
#include "vm/interp.h"
#include "vm/object/writer.h"

static GbRef make_class(GbThread *t, const GbErrorSpec *spec)
{
    const char *dot = strrchr(spec->name, '.');
    GbRef name = gb_str_new(t, dot + 1),
          module = gb_str_from_utf8(t, spec->name, (size_t)(dot - spec->name));
    GbType *base = spec->parent ? gb_error_type(t, spec->parent) : gb_exception_type(t, spec->base);
    GbRef bases = gb_tuple_of(t, 1, gb_value(base)), body = gb_dict_new(t);
    GbRef doc = spec->doc ? gb_str_new(t, spec->doc) : GB_NONE, result = GB_NULL;
    if (name != GB_NULL && module != GB_NULL && bases != GB_NULL && body != GB_NULL
        && doc != GB_NULL && gb_dict_set_c(t, body, "__module__", module) == 0
        && gb_dict_set_c(t, body, "__doc__", doc) == 0)
        result = gb_call3(t, gb_value(gb_type(t, TYPE)), name, bases, body);
    gb_xdecref(name);
    gb_xdecref(module);
    gb_xdecref(bases);
    gb_xdecref(body);
    gb_xdecref(doc);
    return result;
}

GbType *gb_error_type(GbThread *t, const GbErrorSpec *spec)
{
    return (GbType *)(uintptr_t)gb_side_get(&t->interp->spec_types, spec);
}

/* The class of `spec`, made once: a module that is imported anew finds it again. The table holds
 * the reference. */
static GbType *class_of(GbThread *t, const GbErrorSpec *spec)
{
    GbType *type = gb_error_type(t, spec);
    GbRef class = type == NULL ? make_class(t, spec) : GB_NULL;
    if (type != NULL || class == GB_NULL)
        return type;
    if (gb_side_set(t, &t->interp->spec_types, spec, (uint64_t) class) < 0) {
        gb_decref(class);
        return NULL;
    }
    return (GbType *)gb_object(class);
}

GbType *gb_module_add_error(GbThread *t, GbBorrow module, const GbErrorSpec *spec)
{
    GbType *type = class_of(t, spec);
    if (type == NULL ||
        gb_module_set(t, module, strrchr(spec->name, '.') + 1, gb_value(type)) < 0)
        return NULL;
    return type;
}

GbRef gb_raise_error(GbThread *t, const GbErrorSpec *spec, const char *format, ...)
{
    GbWriter writer;
    va_list arguments;
    gb_writer_init(&writer, t);
    va_start(arguments, format);
    gb_writer_vformat(&writer, format, arguments);
    va_end(arguments);
    GbRef message = gb_writer_finish(&writer);
    if (message == GB_NULL)
        return GB_NULL;
    gb_raise_type(t, gb_error_type(t, spec), "%U", message);
    gb_decref(message);
    return GB_NULL;
}
