/* The builtin types: made from their specs when an interpreter starts.
 *
 * Types need strs, tuples and dicts (names, mros, attributes), and these need their types. So all
 * types are first made bare, good enough for objects of them to exist; then the names are made;
 * then each type gets its name, mro and attributes. Types of modules go through both steps at
 * once. */
#include "runtime/check.h"
#include "vm/interp.h"
#include "vm/object/descriptor.h"
#include "vm/object/dict.h"
#include "vm/object/str.h"
#include "vm/object/type_slots.h"

#define GB_TYPE(KIND, spec, base) extern const GbTypeSpec gb_##spec##_spec;
#include "vm/object/types.def"
#undef GB_TYPE

static const GbTypeSpec *const specs[GB_KIND_COUNT] = {
#define GB_TYPE(KIND, spec, base) [GB_KIND_##KIND] = &gb_##spec##_spec,
#include "vm/object/types.def"
#undef GB_TYPE
};

static const uint8_t base_kinds[GB_KIND_COUNT] = {
#define GB_TYPE(KIND, spec, base) [GB_KIND_##KIND] = GB_KIND_##base,
#include "vm/object/types.def"
#undef GB_TYPE
};

GbType *gb_type_peek(GbThread *t, GbKind kind)
{
    return t->interp->types[kind];
}

GbType *gb_type_of_immediate(GbThread *t, GbBorrow v)
{
    GbType **types = t->interp->types;
    if (gb_is_small(v))
        return types[GB_KIND_INT];
    if (gb_is_double(v))
        return types[GB_KIND_FLOAT];
    switch (v) {
    case GB_FALSE:
    case GB_TRUE:
        return types[GB_KIND_BOOL];
    case GB_ELLIPSIS:
        return types[GB_KIND_ELLIPSIS];
    case GB_NOT_IMPLEMENTED:
        return types[GB_KIND_NOT_IMPLEMENTED];
    default:
        ASSERT(v == GB_NONE);
        return types[GB_KIND_NONE];
    }
}

/* --- Bare types --- */

/* Slot by slot: the spec's own, else the base's. */
static void merge_slots(GbSlots *slots, const GbSlots *own)
{
    for (size_t offset = 0; offset < sizeof *slots; offset += sizeof(GbAnySlot)) {
        GbAnySlot function = gb_slot_peek(own, (uint16_t)offset);
        if (function != NULL)
            *gb_slot_at(slots, (uint16_t)offset) = function;
    }
}

static void set_slots(GbType *type)
{
    const GbTypeSpec *spec = type->spec;
    GbSlots *slots = &type->slots;
    bool has_init = spec->initializer.signature != NULL || spec->slots.init != NULL;
    bool is_base_object = type->base != NULL && type->base->base == NULL;
    if (type->base != NULL)
        *slots = type->base->slots;
    /* Only who says so is made by object's __new__: others would come to life with fields that
     * nobody has set. */
    if (is_base_object && !has_init)
        slots->create = NULL;
    merge_slots(slots, &spec->slots);
    if (spec->constructor.signature != NULL)
        slots->create = gb_constructor_create;
    if (spec->initializer.signature != NULL)
        slots->init = gb_initializer_init;
    if (spec->slots.compare != NULL && spec->slots.hash == NULL)
        slots->hash = gb_unhashable;
    if (spec->flags & GB_TYPE_NO_CREATE)
        slots->create = NULL;
}

static void set_flags(GbType *type)
{
    const uint32_t inherited = GB_TYPE_CONTAINER | GB_TYPE_HAS_DICT | GB_TYPE_HAS_WEAKREF |
                               GB_TYPE_MATCH_SEQUENCE | GB_TYPE_MATCH_MAPPING | GB_TYPE_MATCH_SELF;
    type->flags = type->spec->flags;
    if (type->base != NULL)
        type->flags |= type->base->flags & inherited;
    if (type->spec->size_of != NULL)
        type->flags |= GB_TYPE_VARIABLE;
    if (type->slots.getattr == gb_generic_getattr)
        type->flags |= GB_TYPE_GENERIC_GETATTR;
    if (strchr(type->spec->name, '.') == NULL)
        type->flags |= GB_TYPE_IMMUTABLE;
}

static void set_layout(GbType *type, GbKind kind)
{
    const GbTypeSpec *spec = type->spec;
    REQUIRE(spec->size >= sizeof(GbObject));
    type->layout = kind != GB_KIND_OTHER || type->base == NULL ? kind : type->base->layout;
    type->instance_size = (spec->size + 7) & ~7u;
    if (!(type->flags & GB_TYPE_HAS_DICT) || type->layout == GB_KIND_TYPE)
        return;
    type->attrs_offset = spec->attrs_offset;
    if (type->attrs_offset == 0 && type->base != NULL)
        type->attrs_offset = type->base->spec->attrs_offset;
    if (type->attrs_offset == 0) {
        type->attrs_offset = type->instance_size;
        if (!(type->flags & GB_TYPE_VARIABLE))
            type->instance_size += sizeof(uintptr_t);
    }
}

/* A type that objects can be made of, and no more. `meta` is its type. */
static GbType *bare_type(GbThread *t, const GbTypeSpec *spec, GbType *meta, GbType *base,
                         GbKind kind)
{
    GbType *type = gb_object_new(t, meta);
    if (type == NULL)
        return NULL;
    type->header.kind = GB_KIND_TYPE;
    type->spec = spec;
    type->interp = t->interp;
    if (base != NULL)
        type->base = gb_as_type(gb_new_ref(gb_value(base)));
    set_slots(type);
    set_flags(type);
    set_layout(type, kind);
    return type;
}

/* `type` is an instance of itself: something else must stand in until it exists. */
static int make_bare_types(GbThread *t)
{
    GbType stand_in = {.spec = &gb_type_spec, .interp = t->interp, .flags = GB_TYPE_CONTAINER,
                       .instance_size = sizeof(GbType)};
    GbType **types = t->interp->types;
    for (int kind = GB_KIND_OTHER + 1; kind < GB_KIND_COUNT; ++kind) {
        GbType *meta = types[GB_KIND_TYPE] == NULL ? &stand_in : types[GB_KIND_TYPE];
        types[kind] = bare_type(t, specs[kind], meta, types[base_kinds[kind]], (GbKind)kind);
        if (types[kind] == NULL)
            return -1;
    }
    for (int kind = GB_KIND_OTHER + 1; kind <= GB_KIND_TYPE; ++kind)
        types[kind]->header.type = types[GB_KIND_TYPE];
    return 0;
}

/* --- Complete types --- */

static int set_take(GbThread *t, GbType *type, GbBorrow name, GbRef value)
{
    int status = value == GB_NULL ? -1 : gb_dict_set(t, gb_value(type->dict), name, value);
    gb_xdecref(value);
    return status;
}

static int add_methods(GbThread *t, GbType *type)
{
    for (const GbMethodDef *def = type->spec->methods; def != NULL && def->signature != NULL;
         ++def) {
        GbRef name = gb_def_name(t, def);
        int status = name == GB_NULL
                         ? -1
                         : set_take(t, type, name, gb_method_descriptor_new(t, type, def, name));
        gb_xdecref(name);
        if (status < 0)
            return -1;
    }
    return 0;
}

static int add_getsets(GbThread *t, GbType *type)
{
    bool adds_dict =
        type->attrs_offset != 0 && (type->base == NULL || type->base->attrs_offset == 0);
    GbBorrow dict_name = gb_name(t, __dict__);
    if (adds_dict &&
        set_take(t, type, dict_name, gb_getset_new(t, type, &gb_dict_getset, dict_name)) < 0)
        return -1;
    for (const GbGetSetDef *def = type->spec->getsets; def != NULL && def->name != NULL; ++def) {
        GbRef name = gb_str_intern(t, def->name, strlen(def->name));
        int status =
            name == GB_NULL ? -1 : set_take(t, type, name, gb_getset_new(t, type, def, name));
        gb_xdecref(name);
        if (status < 0)
            return -1;
    }
    return 0;
}

static int add_doc(GbThread *t, GbType *type)
{
    GbBorrow name = gb_name(t, __doc__);
    if (gb_dict_peek_str(t, gb_value(type->dict), name) != GB_NULL)
        return 0;
    const char *doc = type->spec->doc;
    return set_take(t, type, name, doc == NULL ? GB_NONE : gb_str_new(t, doc));
}

/* "collections.deque" is deque of module collections. */
static int set_names(GbThread *t, GbType *type)
{
    const char *full = type->spec->name, *dot = strrchr(full, '.');
    const char *name = dot == NULL ? full : dot + 1;
    type->name = gb_str_intern(t, name, strlen(name));
    if (type->name == GB_NULL)
        return -1;
    /* In array.array they are two strs, as in CPython: it shows in pickles. */
    size_t size = strlen(name);
    bool alike = dot == full + size && strncmp(full, name, size) == 0;
    type->qualname = alike ? gb_str_from_utf8(t, name, size) : gb_new_ref(type->name);
    if (type->qualname == GB_NULL)
        return -1;
    if (dot == NULL)
        return 0;
    size = (size_t)(dot - full);
    return set_take(t, type, gb_name(t, __module__),
                    alike ? gb_str_from_utf8(t, full, size) : gb_str_intern(t, full, size));
}

static int set_mro(GbThread *t, GbType *type)
{
    GbBorrow base = type->base == NULL ? GB_NULL : gb_value(type->base);
    int64_t count = base == GB_NULL ? 0 : gb_tuple_count(type->base->mro);
    type->bases = base == GB_NULL ? gb_tuple_new(t, 0) : gb_tuple_from_array(t, &base, 1);
    type->mro = gb_tuple_new(t, count + 1);
    if (type->bases == GB_NULL || type->mro == GB_NULL)
        return -1;
    gb_tuple_set_take(type->mro, 0, gb_new_ref(gb_value(type)));
    for (int64_t i = 0; i < count; ++i)
        gb_tuple_set_take(type->mro, i + 1, gb_new_ref(gb_tuple_peek(type->base->mro, i)));
    return type->base == NULL ? 0 : gb_type_add_subclass(t, type->base, type);
}

static int count_rows(const GbTypeSpec *spec)
{
    int count = 8; /* Some slots, __doc__, ... */
    for (const GbMethodDef *def = spec->methods; def != NULL && def->signature != NULL; ++def)
        ++count;
    for (const GbGetSetDef *def = spec->getsets; def != NULL && def->name != NULL; ++def)
        ++count;
    return count;
}

static int complete_type(GbThread *t, GbType *type)
{
    GbRef dict = gb_dict_with_capacity(t, count_rows(type->spec));
    if (dict == GB_NULL)
        return -1;
    type->dict = gb_as_dict(dict);
    bool makes_new = type->spec->constructor.signature != NULL || type->spec->slots.create != NULL;
    if (makes_new && set_take(t, type, gb_name(t, __new__), gb_builtin_new_method(t, type)) < 0)
        return -1;
    if (gb_type_add_wrappers(t, type) < 0 || add_methods(t, type) < 0 || add_getsets(t, type) < 0 ||
        set_names(t, type) < 0 || add_doc(t, type) < 0 || set_mro(t, type) < 0)
        return -1;
    return 0;
}

/* The table holds every type that has a spec, as instances do not count on builtin types. A spec's
 * latest stands under the spec, earlier ones under their own address. */
static int keep_type(GbThread *t, const GbTypeSpec *spec, GbType *type)
{
    GbSideTable *table = &t->interp->spec_types;
    uint64_t earlier = gb_side_get(table, spec);
    if (earlier != 0 && gb_side_set(t, table, (void *)(uintptr_t)earlier, earlier) < 0)
        return -1;
    if (gb_side_set(t, table, spec, (uintptr_t)type) < 0)
        return -1;
    gb_incref(gb_value(type));
    return 0;
}

GbType *gb_type_from_spec(GbThread *t, const GbTypeSpec *spec, GbType *base)
{
    if (base == NULL)
        base = gb_type(t, OBJECT);
    GbType *type = bare_type(t, spec, gb_object(gb_value(base))->type, base, GB_KIND_OTHER);
    if (type == NULL)
        return NULL;
    if (type->header.type != gb_type(t, TYPE))
        type->header.kind = GB_KIND_OTHER;
    if (complete_type(t, type) < 0 || keep_type(t, spec, type) < 0) {
        gb_decref(gb_value(type));
        return NULL;
    }
    return type;
}

int gb_type_add_hidden(GbThread *t, const GbTypeSpec *spec)
{
    GbType *type = gb_type_from_spec(t, spec, NULL);
    if (type == NULL)
        return -1;
    gb_decref(gb_value(type)); /* The table has its own. */
    return 0;
}

GbType *gb_spec_type(GbThread *t, const GbTypeSpec *spec)
{
    return (GbType *)(uintptr_t)gb_side_get(&t->interp->spec_types, spec);
}

bool gb_is_spec(GbThread *t, GbBorrow v, const GbTypeSpec *spec)
{
    /* Quick for instances of the type itself and of classes derived from it. */
    GbType *type = gb_type_of(t, v);
    if (type->spec == spec)
        return true;
    GbType *wanted = gb_spec_type(t, spec);
    return wanted != NULL && gb_type_is_subtype(type, wanted);
}

void gb_type_set_match(GbType *type, uint32_t flags)
{
    type->flags &= ~(uint32_t)(GB_TYPE_MATCH_SEQUENCE | GB_TYPE_MATCH_MAPPING);
    type->flags |= flags;
    for (int32_t i = 0; i < type->subclass_count; ++i)
        gb_type_set_match(type->subclasses[i], flags);
}

/* --- Start --- */

int gb_types_init(GbThread *t)
{
    GbInterp *interp = t->interp;
    if (make_bare_types(t) < 0 || gb_names_init(t) < 0 || gb_slot_rows_init(t) < 0)
        return -1;
    for (int kind = GB_KIND_OTHER + 1; kind < GB_KIND_COUNT; ++kind) {
        if (complete_type(t, interp->types[kind]) < 0)
            return -1;
    }
    return 0;
}
