/* Getting and setting attributes of any object: the rules of data descriptors, instance attributes,
 * other descriptors and class attributes, in this order; and methods without making bound ones. */
#include "runtime/check.h"
#include "vm/object/attrs.h"
#include "vm/object/descriptor.h"
#include "vm/object/exception.h"
#include "vm/object/str.h"
#include "vm/object/type.h"

static int check_name(GbThread *t, GbBorrow name)
{
    if (gb_is_str(name))
        return 0;
    return gb_fail(t, gb_TypeError, "attribute name must be string, not '%T'", name);
}

/* The instance's own attribute: 1 (owned), 0, -1. */
static int instance_find(GbThread *t, GbBorrow object, GbBorrow name, GbRef *out)
{
    if (!gb_is_object(object) || gb_object(object)->type->attrs_offset == 0)
        return 0;
    GbBorrow value = gb_attrs_peek(t, gb_object(object), name);
    if (value == GB_NULL)
        return gb_raised(t) ? -1 : 0;
    *out = gb_new_ref(value);
    return 1;
}

/* descriptor.__get__(object, type), holding the descriptor. 1 or -1. */
static int descriptor_get(GbThread *t, GbBorrow descriptor, GbBorrow object, GbType *type,
                          GbRef *out)
{
    GbRef held = gb_new_ref(descriptor);
    *out = gb_type_of(t, held)->slots.descr_get(t, held, object, gb_value(type));
    gb_decref(held);
    return *out == GB_NULL ? -1 : 1;
}

int gb_generic_find(GbThread *t, GbBorrow object, GbBorrow name, GbRef *out)
{
    GbType *type = gb_type_of(t, object);
    GbBorrow attribute = gb_type_lookup(t, type, name);
    if (attribute == GB_NULL)
        return instance_find(t, object, name, out);
    const GbSlots *slots = &gb_type_of(t, attribute)->slots;
    if (slots->descr_get != NULL && slots->descr_set != NULL)
        return descriptor_get(t, attribute, object, type, out);
    GbRef held = gb_new_ref(attribute);
    int found = instance_find(t, object, name, out);
    if (found == 0 && slots->descr_get != NULL) {
        found = descriptor_get(t, held, object, type, out);
    } else if (found == 0) {
        *out = held;
        return 1;
    }
    gb_decref(held);
    return found;
}

GbRef gb_generic_getattr(GbThread *t, GbBorrow object, GbBorrow name)
{
    if (check_name(t, name) < 0)
        return GB_NULL;
    GbRef value;
    int found = gb_generic_find(t, object, name, &value);
    if (found > 0)
        return value;
    if (found == 0)
        gb_raise_attribute(t, object, name, "'%T' object has no attribute '%U'", object, name);
    return GB_NULL;
}

/* Tell an AttributeError what was looked for, if nobody has: suggestions are made from it. */
static void add_context(GbThread *t, GbBorrow object, GbBorrow name)
{
    if (!gb_raised_is(t, gb_AttributeError))
        return;
    GbRef raised = gb_raised_take(t);
    GbException *exception = gb_as_exception(raised);
    if (exception->fields[GB_ATTRIBUTE_NAME] == GB_NULL &&
        exception->fields[GB_ATTRIBUTE_OBJECT] == GB_NULL) {
        exception->fields[GB_ATTRIBUTE_NAME] = gb_new_ref(name);
        exception->fields[GB_ATTRIBUTE_OBJECT] = gb_new_ref(object);
    }
    gb_raised_restore_take(t, raised);
}

GbRef gb_attr_get(GbThread *t, GbBorrow object, GbBorrow name)
{
    if (check_name(t, name) < 0)
        return GB_NULL;
    GbRef value = gb_type_of(t, object)->slots.getattr(t, object, name);
    if (value == GB_NULL)
        add_context(t, object, name);
    return value;
}

int gb_attr_find(GbThread *t, GbBorrow object, GbBorrow name, GbRef *out)
{
    GbType *type = gb_type_of(t, object);
    if (type->slots.getattr == gb_generic_getattr) {
        int found = gb_generic_find(t, object, name, out);
        if (found >= 0 || !gb_raised_drop_if(t, gb_AttributeError))
            return found;
        return 0;
    }
    *out = type->slots.getattr(t, object, name);
    if (*out != GB_NULL)
        return 1;
    return gb_raised_drop_if(t, gb_AttributeError) ? 0 : -1;
}

static GbRef intern_c(GbThread *t, const char *name)
{
    return gb_str_intern(t, name, strlen(name));
}

GbRef gb_attr_get_c(GbThread *t, GbBorrow object, const char *name)
{
    GbRef text = intern_c(t, name);
    GbRef value = text == GB_NULL ? GB_NULL : gb_attr_get(t, object, text);
    gb_xdecref(text);
    return value;
}

GbRef gb_attr_get_dict(GbThread *t, GbBorrow object, const char *name)
{
    GbRef value = gb_attr_get_c(t, object, name);
    if (value != GB_NULL && !gb_is_dict(value)) {
        gb_raise(t, gb_TypeError, "%s must be a dict, not %T", name, value);
        gb_clear(&value);
    }
    return value;
}

/* --- Setting --- */

static int fail_set(GbThread *t, GbBorrow object, GbBorrow name, GbBorrow attribute)
{
    if (attribute == GB_NULL)
        return gb_fail(t, gb_AttributeError, "'%T' object has no attribute '%U'", object, name);
    return gb_fail(t, gb_AttributeError, "'%T' object attribute '%U' is read-only", object, name);
}

int gb_generic_setattr(GbThread *t, GbBorrow object, GbBorrow name, GbBorrow value)
{
    if (check_name(t, name) < 0)
        return -1;
    GbBorrow attribute = gb_type_lookup(t, gb_type_of(t, object), name);
    if (attribute != GB_NULL && gb_type_of(t, attribute)->slots.descr_set != NULL) {
        GbRef held = gb_new_ref(attribute);
        int result = gb_type_of(t, held)->slots.descr_set(t, held, object, value);
        gb_decref(held);
        return result;
    }
    if (!gb_is_object(object) || gb_object(object)->type->attrs_offset == 0)
        return fail_set(t, object, name, attribute);
    int done = gb_attrs_set(t, gb_object(object), name, value);
    return done == 0 ? fail_set(t, object, name, GB_NULL) : done < 0 ? -1 : 0;
}

int gb_attr_set(GbThread *t, GbBorrow object, GbBorrow name, GbBorrow value)
{
    if (check_name(t, name) < 0)
        return -1;
    return gb_type_of(t, object)->slots.setattr(t, object, name, value);
}

int gb_attr_delete(GbThread *t, GbBorrow object, GbBorrow name)
{
    return gb_attr_set(t, object, name, GB_NULL);
}

int gb_attr_set_c(GbThread *t, GbBorrow object, const char *name, GbBorrow value)
{
    GbRef text = intern_c(t, name);
    int result = text == GB_NULL ? -1 : gb_attr_set(t, object, text, value);
    gb_xdecref(text);
    return result;
}

/* --- Methods --- */

static int attr_get_plain(GbThread *t, GbBorrow object, GbBorrow name, GbRef *out)
{
    *out = gb_attr_get(t, object, name);
    return *out == GB_NULL ? -1 : 0;
}

/* C.method: a classmethod of Python's making is called with the class first, without binding it. */
static int method_of_type(GbThread *t, GbBorrow object, GbBorrow name, GbRef *out)
{
    GbBorrow attribute = gb_type_lookup(t, gb_as_type(object), name);
    if (attribute == GB_NULL || !gb_is_exact(attribute, GB_KIND_CLASSMETHOD))
        return attr_get_plain(t, object, name, out);
    GbBorrow callable = ((GbStaticMethod *)gb_object(attribute))->callable;
    if (!gb_is_exact(callable, GB_KIND_FUNCTION) ||
        gb_type_lookup(t, gb_object(object)->type, name) != GB_NULL)
        return attr_get_plain(t, object, name, out);
    *out = gb_new_ref(callable);
    return 1;
}

int gb_method_get(GbThread *t, GbBorrow object, GbBorrow name, GbRef *out)
{
    GbType *type = gb_type_of(t, object);
    if (!(type->flags & GB_TYPE_GENERIC_GETATTR)) {
        if (type->slots.getattr == gb_type_getattr && gb_is_str(name))
            return method_of_type(t, object, name, out);
        return attr_get_plain(t, object, name, out);
    }
    GbBorrow attribute = gb_type_lookup(t, type, name);
    if (attribute == GB_NULL || !(gb_type_of(t, attribute)->flags & GB_TYPE_METHOD))
        return attr_get_plain(t, object, name, out);
    GbRef held = gb_new_ref(attribute);
    int found = instance_find(t, object, name, out);
    if (found == 0) {
        *out = held;
        return 1;
    }
    gb_decref(held);
    return found < 0 ? -1 : 0;
}

int gb_special_find(GbThread *t, GbBorrow v, GbBorrow name, GbRef *out)
{
    GbType *type = gb_type_of(t, v);
    GbBorrow attribute = gb_type_lookup(t, type, name);
    if (attribute == GB_NULL)
        return 0;
    if (gb_type_of(t, attribute)->slots.descr_get != NULL)
        return descriptor_get(t, attribute, v, type, out);
    *out = gb_new_ref(attribute);
    return 1;
}
