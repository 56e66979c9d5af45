/* Named tuples made in C, such as time.struct_time and os.stat_result.
 *
 * An object is a tuple of its visible fields, followed in memory by the hidden ones, which only
 * their names reach; header.extra counts those. All such types share one spec, and each holds its
 * numbers of fields in its dict, where Python sees them as well. */
#include "vm/interp.h"
#include "vm/object/dict.h"
#include "vm/object/list.h"
#include "vm/object/sequence.h"
#include "vm/object/type.h"

/* A field's descriptor: CPython's member_descriptor. */
typedef struct StructField {
    GbObject header;
    GbType *owner;  /* Borrowed: the type's dict owns the field. */
    GbRef name;
    int64_t index;
} StructField;

static const GbTypeSpec sequence_spec;

static int64_t total_count(const GbTuple *tuple)
{
    return tuple->count + tuple->header.extra;
}

/* n_fields or n_sequence_fields of the type. */
static int64_t type_count(GbThread *t, GbType *type, GbNameId name)
{
    GbBorrow value = gb_type_lookup(t, type, gb_name_peek(t, name));
    return value == GB_NULL ? 0 : gb_small(value);
}

/* An object with all fields None. */
static GbTuple *sequence_new(GbThread *t, GbType *type)
{
    int64_t fields = type_count(t, type, GB_NAME_n_fields);
    int64_t visible = type_count(t, type, GB_NAME_n_sequence_fields);
    GbTuple *tuple = gb_object_new_sized(t, type, sizeof(GbTuple) + (size_t)fields * sizeof(GbRef));
    if (tuple == NULL)
        return NULL;
    tuple->count = visible;
    tuple->header.extra = (uint16_t)(fields - visible);
    for (int64_t i = 0; i < fields; ++i)
        tuple->items[i] = GB_NONE;
    return tuple;
}

GbRef gb_struct_sequence_new(GbThread *t, GbType *type, const GbBorrow *items)
{
    GbTuple *tuple = sequence_new(t, type);
    for (int64_t i = 0; tuple != NULL && i < total_count(tuple); ++i)
        tuple->items[i] = gb_new_ref(items[i] == GB_NULL ? GB_NONE : items[i]);
    return gb_value(tuple);
}

/* --- Fields --- */

static GbRef field_new(GbThread *t, GbType *owner, const char *name, int64_t index)
{
    StructField *field = gb_object_new(t, t->interp->types[GB_KIND_STRUCT_FIELD]);
    if (field == NULL)
        return GB_NULL;
    field->owner = owner;
    field->index = index;
    field->name = gb_str_intern(t, name, strlen(name));
    GbRef result = gb_value(field);
    if (field->name == GB_NULL)
        gb_clear(&result);
    return result;
}

static void field_dealloc(GbThread *t, GbObject *self)
{
    gb_clear(&((StructField *)self)->name);
}

static GbRef field_repr(GbThread *t, GbBorrow self)
{
    StructField *field = (StructField *)gb_object(self);
    return gb_str_format(t, "<member '%U' of '%N' objects>", field->name, field->owner);
}

static int check_owner(GbThread *t, const StructField *field, GbBorrow instance)
{
    if (gb_is_instance_of(t, instance, field->owner))
        return 0;
    return gb_fail(t, gb_TypeError,
                   "descriptor '%U' for '%N' objects doesn't apply to a '%T' object", field->name,
                   field->owner, instance);
}

static GbRef field_descr_get(GbThread *t, GbBorrow self, GbBorrow instance, GbBorrow type)
{
    StructField *field = (StructField *)gb_object(self);
    if (instance == GB_NULL)
        return gb_new_ref(self);
    if (check_owner(t, field, instance) < 0)
        return GB_NULL;
    return gb_new_ref(gb_as_tuple(instance)->items[field->index]);
}

static int field_descr_set(GbThread *t, GbBorrow self, GbBorrow instance, GbBorrow value)
{
    return gb_fail(t, gb_AttributeError, "readonly attribute");
}

static GbRef field_get_name(GbThread *t, GbBorrow self)
{
    return gb_new_ref(((StructField *)gb_object(self))->name);
}

static GbRef field_get_objclass(GbThread *t, GbBorrow self)
{
    return gb_new_ref(gb_value(((StructField *)gb_object(self))->owner));
}

static GbRef field_get_doc(GbThread *t, GbBorrow self)
{
    return GB_NONE;
}

/* --- Slots --- */

static int64_t sequence_size_of(GbObject *self)
{
    return (int64_t)(sizeof(GbTuple) + (size_t)total_count((GbTuple *)self) * sizeof(GbRef));
}

static void sequence_dealloc(GbThread *t, GbObject *self)
{
    GbTuple *tuple = (GbTuple *)self;
    for (int64_t i = total_count(tuple); --i >= 0;)
        gb_clear(&tuple->items[i]);
}

static int sequence_visit(GbObject *self, GbVisitor visit, void *context)
{
    GbTuple *tuple = (GbTuple *)self;
    for (int64_t i = 0; i < total_count(tuple); ++i)
        GB_VISIT(tuple->items[i]);
    return 0;
}

/* The names of all fields, in order: their descriptors are found by index. Borrowed; GB_NULL: none
 * such. */
static GbBorrow field_name(GbThread *t, GbType *type, int64_t index)
{
    for (GbType *at = type; at != NULL; at = at->base) {
        int64_t position = 0;
        GbBorrow key, value;
        while (gb_dict_next(gb_value(at->dict), &position, &key, &value))
            if (gb_is_exact(value, GB_KIND_STRUCT_FIELD)
                && ((StructField *)gb_object(value))->index == index)
                return key;
    }
    return GB_NULL;
}

/* What repr writes before the item at `index`: as CPython does, it counts named fields only. */
static GbBorrow shown_name(GbThread *t, GbType *type, int64_t fields, int64_t index)
{
    for (int64_t i = 0; i < fields; ++i) {
        GbBorrow name = field_name(t, type, i);
        if (name != GB_NULL && index-- == 0)
            return name;
    }
    return GB_NULL;
}

static GbRef sequence_repr(GbThread *t, GbBorrow self)
{
    GbTuple *tuple = gb_as_tuple(self);
    GbType *type = gb_type_of(t, self);
    GbWriter writer;
    gb_writer_init(&writer, t);
    GbBorrow module = gb_type_lookup(t, type, gb_name(t, __module__));
    if (module != GB_NULL && gb_is_str(module) && !gb_str_equal_c(module, "builtins"))
        gb_writer_format(&writer, "%U.%U(", module, type->name);
    else
        gb_writer_format(&writer, "%U(", type->name);
    for (int64_t i = 0; i < tuple->count && !writer.failed; ++i) {
        GbBorrow name = shown_name(t, type, total_count(tuple), i);
        if (i > 0)
            gb_writer_ascii(&writer, ", ", 2);
        if (name != GB_NULL)
            gb_writer_str(&writer, name);
        gb_writer_char(&writer, '=');
        gb_writer_repr(&writer, tuple->items[i]);
    }
    gb_writer_char(&writer, ')');
    return gb_writer_finish(&writer);
}

static int check_length(GbThread *t, GbType *type, int64_t given, int64_t least, int64_t most)
{
    if (given >= least && given <= most)
        return 0;
    GbRef qualified = GB_NULL;
    GbBorrow module = gb_type_lookup(t, type, gb_name(t, __module__));
    if (module != GB_NULL && gb_is_str(module))
        qualified = gb_str_format(t, "%U.%U", module, type->name);
    else
        qualified = gb_new_ref(type->name);
    if (qualified == GB_NULL)
        return -1;
    if (least == most)
        gb_raise(t, gb_TypeError, "%U() takes a %lld-sequence (%lld-sequence given)", qualified,
                 (long long)least, (long long)given);
    else
        gb_raise(t, gb_TypeError, "%U() takes an at %s %lld-sequence (%lld-sequence given)",
                 qualified, given < least ? "least" : "most",
                 (long long)(given < least ? least : most), (long long)given);
    gb_decref(qualified);
    return -1;
}

/* Fields that the sequence does not give come from the dict, by name, or stay None. */
static int fill_rest(GbThread *t, GbTuple *tuple, int64_t from, GbBorrow dict)
{
    for (int64_t i = from; i < total_count(tuple); ++i) {
        GbBorrow name = field_name(t, tuple->header.type, i);
        GbRef value = GB_NULL;
        if (name != GB_NULL && gb_dict_find(t, dict, name, &value) < 0)
            return -1;
        if (value != GB_NULL)
            gb_set(&tuple->items[i], value);
    }
    return 0;
}

static GbRef sequence_create(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbType *type = (GbType *)gb_object(self);
    GbBorrow dict = args[1];
    GbItems from;
    if (gb_items_get(t, args[0], "constructor requires a sequence", &from) < 0)
        return GB_NULL;
    GbTuple *tuple = NULL;
    int64_t fields = type_count(t, type, GB_NAME_n_fields);
    int failed =
        check_length(t, type, from.count, type_count(t, type, GB_NAME_n_sequence_fields), fields);
    if (failed == 0 && dict != GB_NULL && !gb_is_dict(dict))
        failed = gb_fail(t, gb_TypeError, "%N() takes a dict as second arg, if any", type);
    if (failed == 0)
        tuple = sequence_new(t, type);
    for (int64_t i = 0; tuple != NULL && i < from.count; ++i)
        gb_set(&tuple->items[i], gb_new_ref(from.items[i]));
    GbRef result = gb_value(tuple);
    if (tuple != NULL && dict != GB_NULL && fill_rest(t, tuple, from.count, dict) < 0)
        gb_clear(&result);
    gb_items_release(&from);
    return result;
}

/* --- Methods --- */

/* (type, (visible fields, {hidden fields})) */
static GbRef sequence_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbTuple *tuple = gb_as_tuple(self);
    GbType *type = gb_type_of(t, self);
    GbRef result = GB_NULL, hidden = gb_dict_new(t);
    GbRef visible = gb_tuple_from_array(t, tuple->items, tuple->count);
    if (hidden == GB_NULL || visible == GB_NULL)
        goto done;
    for (int64_t i = tuple->count; i < total_count(tuple); ++i) {
        GbBorrow name = field_name(t, type, i);
        if (name != GB_NULL && gb_dict_set(t, hidden, name, tuple->items[i]) < 0)
            goto done;
    }
    result = gb_reduce_pair(t, gb_value(type), gb_tuple_of(t, 2, visible, hidden));
done:
    gb_clear(&visible);
    gb_clear(&hidden);
    return result;
}

/* --- Making types --- */

static int add_field(GbThread *t, GbType *type, const char *name, int index)
{
    if (*name == '\0')
        return 0;
    return gb_dict_set_c_take(t, gb_value(type->dict), name, field_new(t, type, name, index));
}

/* The name, module, counts and __match_args__ that the shared spec can't tell. */
static int describe(GbThread *t, GbType *type, const char *name, const char *const *fields,
                    int count, int visible)
{
    GbBorrow dict = gb_value(type->dict);
    const char *dot = strrchr(name, '.');
    const char *last = dot ? dot + 1 : name;
    GbRef own_name = gb_str_intern(t, last, strlen(last));
    if (own_name == GB_NULL)
        return -1;
    gb_set(&type->name, own_name);
    gb_set(&type->qualname, gb_new_ref(own_name));
    GbRef module =
        dot ? gb_str_intern(t, name, (size_t)(dot - name)) : gb_str_intern(t, "builtins", 8);
    if (gb_dict_set_c_take(t, dict, "__module__", module) < 0)
        return -1;
    int named = 0, unnamed = 0;
    for (int i = 0; i < count; ++i) {
        unnamed += *fields[i] == '\0';
        named += *fields[i] != '\0' && i < visible;
    }
    GbRef match = gb_tuple_new(t, named);
    if (match == GB_NULL)
        return -1;
    for (int i = 0; i < named; ++i) { /* Unnamed fields are the last visible ones. */
        GbRef field = gb_str_intern(t, fields[i], strlen(fields[i]));
        if (field == GB_NULL) {
            gb_decref(match);
            return -1;
        }
        gb_tuple_set_take(match, i, field);
    }
    if (gb_dict_set_c_take(t, dict, "__match_args__", match) < 0)
        return -1;
    if (gb_dict_set(t, dict, gb_name(t, n_fields), gb_small_new(count)) < 0
        || gb_dict_set(t, dict, gb_name(t, n_sequence_fields), gb_small_new(visible)) < 0
        || gb_dict_set(t, dict, gb_name(t, n_unnamed_fields), gb_small_new(unnamed)) < 0)
        return -1;
    return 0;
}

GbType *gb_struct_sequence_type(GbThread *t, const char *name, const char *const *fields,
                                int visible_count)
{
    GbType *type = gb_type_from_spec(t, &sequence_spec, t->interp->types[GB_KIND_TUPLE]);
    if (type == NULL)
        return NULL;
    int count = 0, failed = 0;
    for (; fields[count] != NULL && !failed; ++count)
        failed = add_field(t, type, fields[count], count);
    if (failed || describe(t, type, name, fields, count, visible_count) < 0) {
        gb_decref(gb_value(type));
        return NULL;
    }
    gb_type_modified(t, type, GB_NULL);
    return type;
}

/* Made once, whoever asks first, and whatever scripts do to the module. The table holds it. */
static GbType *type_of(GbThread *t, const GbStructSpec *spec)
{
    GbType *type = (GbType *)(uintptr_t)gb_side_get(&t->interp->spec_types, spec);
    if (type != NULL)
        return type;
    type = gb_struct_sequence_type(t, spec->name, spec->fields, spec->visible_count);
    if (type != NULL && gb_side_set(t, &t->interp->spec_types, spec, (uintptr_t)type) < 0) {
        gb_decref(gb_value(type));
        return NULL;
    }
    return type;
}

int gb_module_add_struct(GbThread *t, GbBorrow module, const GbStructSpec *spec)
{
    GbType *type = type_of(t, spec);
    return type == NULL ? -1
                        : gb_module_set(t, module, strrchr(spec->name, '.') + 1, gb_value(type));
}

GbRef gb_struct_new(GbThread *t, const GbStructSpec *spec, const GbBorrow *items)
{
    GbType *type = type_of(t, spec);
    return type == NULL ? GB_NULL : gb_struct_sequence_new(t, type, items);
}

/* --- Tables --- */

static const GbMethodDef sequence_methods[] = {
    {"__reduce__()", sequence_reduce, NULL},
    {0},
};

static const GbTypeSpec sequence_spec = {
    .name = "builtins.structseq", /* Of modules: see gb_type_module. */
    .size = sizeof(GbTuple),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_FINAL | GB_TYPE_IMMUTABLE | GB_TYPE_VARIABLE |
             GB_TYPE_MATCH_SEQUENCE,
    .size_of = sequence_size_of,
    .slots = {.dealloc = sequence_dealloc, .visit = sequence_visit, .repr = sequence_repr},
    .constructor = {"structseq(sequence, dict=?)", sequence_create, NULL},
    .methods = sequence_methods,
};

static const GbGetSetDef field_getsets[] = {
    {"__name__", field_get_name, NULL, NULL},
    {"__qualname__", field_get_name, NULL, NULL},
    {"__objclass__", field_get_objclass, NULL, NULL},
    {"__doc__", field_get_doc, NULL, NULL},
    {0},
};

const GbTypeSpec gb_struct_field_spec = {
    .name = "member_descriptor",
    .size = sizeof(StructField),
    .flags = GB_TYPE_FINAL | GB_TYPE_IMMUTABLE | GB_TYPE_NO_CREATE,
    .slots = {
        .dealloc = field_dealloc,
        .repr = field_repr,
        .descr_get = field_descr_get,
        .descr_set = field_descr_set,
    },
    .getsets = field_getsets,
};
