/* Class attributes by mro, behind a cache; versions, by which caches notice a change; and who
 * derives from whom. */
#include "vm/object/type.h"

#include "runtime/check.h"
#include "vm/object/dict.h"
#include "vm/object/str.h"
#include "vm/object/type_slots.h"

/* --- Versions --- */

/* The mro of a type that has a version has versions throughout: so a type without one has no
 * subtypes with one, and taking them away can stop there. */
static uint32_t give_version(GbThread *t, GbType *type)
{
    uint32_t *next = &t->interp->next_type_version;
    if (*next == UINT32_MAX || type->mro == GB_NULL)
        return 0; /* The numbers have run out, or the type is not complete. */
    for (int64_t i = 0; i < gb_tuple_count(type->mro); ++i) {
        GbType *ancestor = gb_as_type(gb_tuple_peek(type->mro, i));
        if (ancestor->version == 0 && *next != UINT32_MAX)
            ancestor->version = ++*next;
    }
    return type->version;
}

void gb_type_drop_version(GbType *type)
{
    if (type->version == 0)
        return;
    type->version = 0;
    for (int32_t i = 0; i < type->subclass_count; ++i)
        gb_type_drop_version(type->subclasses[i]);
}

static bool makes_descriptors(GbThread *t, GbBorrow name)
{
    return name == gb_name(t, __get__) || name == gb_name(t, __set__) ||
           name == gb_name(t, __delete__);
}

/* When the instances of a type become descriptors, or no longer are, what caches know of every
 * class that has one as an attribute is wrong. */
void gb_type_modified(GbThread *t, GbType *type, GbBorrow name)
{
    gb_type_drop_version(makes_descriptors(t, name) ? gb_type(t, OBJECT) : type);
    const GbSlotRow *row = name == GB_NULL ? NULL : gb_slot_row_find(t, name);
    if (row != NULL)
        gb_type_update_slot(t, type, row);
}

int gb_type_dict_set(GbThread *t, GbType *type, GbBorrow name, GbBorrow value)
{
    GbRef dict = gb_new_ref(gb_value(type->dict));
    /* The old value must outlive the caches that may have it. */
    GbRef old = GB_NULL;
    int result = gb_dict_find(t, dict, name, &old);
    if (result >= 0)
        result = gb_dict_set(t, dict, name, value);
    if (result >= 0)
        gb_type_modified(t, type, name);
    gb_xdecref(old);
    gb_decref(dict);
    return result < 0 ? -1 : 0;
}

/* --- Lookup --- */

static GbBorrow lookup_in_mro(GbThread *t, GbType *type, GbBorrow name)
{
    if (type->mro == GB_NULL)
        return GB_NULL;
    int64_t hash = gb_str_hash(t, name);
    GbRef mro = gb_new_ref(type->mro);
    GbBorrow value = GB_NULL;
    for (int64_t i = 0; i < gb_tuple_count(mro); ++i) {
        GbType *ancestor = gb_as_type(gb_tuple_peek(mro, i));
        int found = gb_dict_lookup(t, ancestor->dict, name, hash, &value);
        if (found > 0)
            break;
        value = GB_NULL;
        if (found < 0)
            gb_raised_drop(t); /* A strange key that does not like to be compared. */
    }
    gb_decref(mro);
    return value;
}

GbBorrow gb_type_lookup(GbThread *t, GbType *type, GbBorrow name)
{
    uint32_t version = type->version;
    if (version == 0)
        version = give_version(t, type);
    size_t place = (version * 31u ^ (uint32_t)(name >> 4)) % GB_METHOD_CACHE_SIZE;
    GbMethodCacheEntry *entry = &t->interp->method_cache[place];
    if (entry->name == name && entry->version == version)
        return entry->value;
    GbBorrow value = lookup_in_mro(t, type, name);
    /* Only names that live as long as the cache, and a type that has not changed while we
     * looked. */
    if (gb_object(name)->flags & GB_FLAG_INTERNED && version != 0 && type->version == version) {
        entry->version = version;
        entry->name = name;
        entry->value = value;
    }
    return value;
}

/* --- Subclasses --- */

int gb_type_add_subclass(GbThread *t, GbType *base, GbType *type)
{
    if (base->subclass_count == base->subclass_capacity) {
        int32_t capacity = base->subclass_capacity == 0 ? 4 : base->subclass_capacity * 2;
        GbType **grown =
            gb_mem_resize(t, base->subclasses, (size_t)base->subclass_capacity * sizeof *grown,
                          (size_t)capacity * sizeof *grown);
        if (grown == NULL)
            return -1;
        base->subclasses = grown;
        base->subclass_capacity = capacity;
    }
    base->subclasses[base->subclass_count++] = type;
    return 0;
}

void gb_type_remove_subclass(GbType *base, GbType *type)
{
    for (int32_t i = 0; i < base->subclass_count; ++i) {
        if (base->subclasses[i] == type) {
            --base->subclass_count;
            memmove(&base->subclasses[i], &base->subclasses[i + 1],
                    (size_t)(base->subclass_count - i) * sizeof(GbType *));
            return;
        }
    }
}

bool gb_type_is_subtype(GbType *type, GbType *ancestor)
{
    if (type->mro == GB_NULL) { /* A type in the making has only its base. */
        for (GbType *base = type; base != NULL; base = base->base) {
            if (base == ancestor)
                return true;
        }
        return false;
    }
    /* A metaclass may make any mro, even one without the type itself. */
    const GbBorrow *items = gb_tuple_items(type->mro);
    for (int64_t i = 0, count = gb_tuple_count(type->mro); i < count; ++i) {
        if (items[i] == gb_value(ancestor))
            return true;
    }
    return false;
}

/* --- isinstance and issubclass as types answer them --- */

/* The __bases__ of something that looks like a class: a tuple; GB_NULL without an exception: it has
 * none. */
static GbRef abstract_bases(GbThread *t, GbBorrow class)
{
    GbRef bases = GB_NULL;
    if (gb_attr_find(t, class, gb_name(t, __bases__), &bases) <= 0)
        return GB_NULL;
    if (!gb_is_tuple(bases))
        gb_clear(&bases);
    return bases;
}

static int abstract_is_subclass(GbThread *t, GbBorrow derived, GbBorrow class)
{
    if (derived == class)
        return 1;
    GbRef bases = abstract_bases(t, derived);
    if (bases == GB_NULL)
        return gb_raised(t) ? -1 : 0;
    int result = gb_recursion_enter(t, " in __subclasscheck__");
    if (result == 0) {
        for (int64_t i = 0; result == 0 && i < gb_tuple_count(bases); ++i)
            result = abstract_is_subclass(t, gb_tuple_peek(bases, i), class);
        gb_recursion_leave(t);
    }
    gb_decref(bases);
    return result;
}

static int check_class(GbThread *t, GbBorrow class, const char *message)
{
    GbRef bases = abstract_bases(t, class);
    if (bases == GB_NULL)
        return gb_raised(t) ? -1 : gb_fail(t, gb_TypeError, "%s", message);
    gb_decref(bases);
    return 0;
}

/* Is v.__class__ its type for certain, as nothing overrides it? */
static bool has_plain_class(GbThread *t, GbType *type)
{
    GbBorrow name = gb_name(t, __class__);
    return type->flags & GB_TYPE_GENERIC_GETATTR &&
           gb_type_lookup(t, type, name) == gb_type_lookup(t, gb_type(t, OBJECT), name);
}

int gb_is_instance_plain(GbThread *t, GbBorrow v, GbBorrow class)
{
    if (gb_is_type(class) && gb_is_instance_of(t, v, gb_as_type(class)))
        return 1;
    if (!gb_is_type(class) &&
        check_class(t, class, "isinstance() arg 2 must be a type, a tuple of types, or a union") <
            0)
        return -1;
    if (gb_is_type(class) && has_plain_class(t, gb_type_of(t, v)))
        return 0;
    /* A proxy may say it is of another class. */
    GbRef claimed = GB_NULL;
    int result = gb_attr_find(t, v, gb_name(t, __class__), &claimed);
    if (result <= 0)
        return result;
    if (gb_is_type(class))
        result = gb_is_type(claimed) && claimed != gb_value(gb_type_of(t, v)) &&
                 gb_type_is_subtype(gb_as_type(claimed), gb_as_type(class));
    else
        result = abstract_is_subclass(t, claimed, class);
    gb_decref(claimed);
    return result;
}

int gb_is_subclass_plain(GbThread *t, GbBorrow type, GbBorrow class)
{
    if (gb_is_type(type) && gb_is_type(class))
        return gb_type_is_subtype(gb_as_type(type), gb_as_type(class));
    if (check_class(t, type, "issubclass() arg 1 must be a class") < 0)
        return -1;
    if (check_class(t, class,
                    "issubclass() arg 2 must be a class, a tuple of classes, or a union") < 0)
        return -1;
    return abstract_is_subclass(t, type, class);
}
