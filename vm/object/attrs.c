/* Where instances keep their attributes: see attrs.h. */
#include "vm/object/attrs.h"

#include "runtime/check.h"
#include "vm/interp.h"
#include "vm/object/str.h"
#include "vm/object/type.h"

enum {
    VALUES_FIRST = 4, /* Places of the first array. */
    KEYS_GAP_MAX = 6, /* An instance may skip so many of its type's names before it gets a dict. */
    KEYS_TABLE_SIZE = 128, /* Of GbKeys.table. */
};

/* --- Keys: the names of a type --- */

static size_t keys_hash(GbBorrow name)
{
    return (size_t)(name >> 4) ^ (size_t)(name >> 11);
}

static int keys_lookup(const GbKeys *keys, GbBorrow name)
{
    for (size_t at = keys_hash(name);; ++at) { /* Ends: the table is never more than half full. */
        int index = keys->table[at % KEYS_TABLE_SIZE];
        if (index < 0 || keys->names[index] == name)
            return index;
    }
}

static GbKeys *keys_new(GbThread *t)
{
    GbKeys *keys = gb_mem_new(t, sizeof *keys);
    if (keys == NULL)
        return NULL;
    keys->count = 0;
    keys->table_bits = 7;
    memset(keys->table, -1, sizeof keys->table);
    return keys;
}

static int keys_append(GbKeys *keys, GbBorrow name)
{
    int index = keys->count++;
    keys->names[index] = gb_new_ref(name);
    size_t at = keys_hash(name);
    while (keys->table[at % KEYS_TABLE_SIZE] >= 0)
        ++at;
    keys->table[at % KEYS_TABLE_SIZE] = (int8_t)index;
    return index;
}

int gb_keys_find(GbThread *t, GbType *type, GbBorrow name, bool add)
{
    ASSERT(gb_object(name)->flags & GB_FLAG_INTERNED);
    if (type->keys != NULL) {
        int index = keys_lookup(type->keys, name);
        if (index >= 0 || !add || type->keys->count == GB_KEYS_MAX)
            return index;
    } else if (!add) {
        return -1;
    } else if ((type->keys = keys_new(t)) == NULL) {
        gb_raised_drop(t); /* Without memory for keys the instance gets a dict, or fails there. */
        return -1;
    }
    int index = keys_append(type->keys, name);
    if (gb_type_lookup(t, type, name) != GB_NULL)
        gb_type_drop_version(type); /* Caches hold that no instance has such an attribute. */
    return index;
}

void gb_keys_free(GbThread *t, GbType *type)
{
    GbKeys *keys = type->keys;
    if (keys == NULL)
        return;
    type->keys = NULL;
    for (int i = 0; i < keys->count; ++i)
        gb_decref(keys->names[i]);
    gb_mem_free(t, keys, sizeof *keys);
}

/* The interned equal of a str, borrowed; GB_NULL when there is none. */
static GbBorrow interned_peek(GbThread *t, GbBorrow name)
{
    if (gb_object(name)->flags & GB_FLAG_INTERNED)
        return name;
    return gb_dict_peek_str(t, t->interp->interned, name);
}

/* --- Values: the array form --- */

static size_t values_bytes(int capacity)
{
    return sizeof(GbValues) + (size_t)capacity * sizeof(GbRef);
}

static GbValues *values_grow(GbThread *t, GbValues *values, int count)
{
    int capacity = values == NULL ? VALUES_FIRST : values->capacity * 2;
    while (capacity < count)
        capacity *= 2;
    GbValues *grown = gb_mem_new(t, values_bytes(capacity));
    if (grown == NULL)
        return NULL;
    int used = values == NULL ? 0 : values->count;
    if (used > 0)
        memcpy(grown->values, values->values, (size_t)used * sizeof(GbRef));
    memset(grown->values + used, 0, (size_t)(capacity - used) * sizeof(GbRef));
    grown->count = (uint16_t)used;
    grown->capacity = (uint16_t)capacity;
    if (values != NULL)
        gb_mem_free(t, values, values_bytes(values->capacity));
    return grown;
}

static void values_free(GbThread *t, GbValues *values)
{
    for (int i = 0; i < values->count; ++i)
        gb_clear(&values->values[i]);
    gb_mem_free(t, values, values_bytes(values->capacity));
}

static GbDict *word_dict(uintptr_t word)
{
    return word & 1 ? (GbDict *)(word - 1) : NULL;
}

static GbRef values_to_dict(GbThread *t, const GbType *type, const GbValues *values)
{
    GbRef dict = gb_dict_with_capacity(t, values == NULL ? 0 : values->count);
    for (int i = 0; dict != GB_NULL && values != NULL && i < values->count; ++i) {
        if (values->values[i] != GB_NULL &&
            gb_dict_set(t, dict, type->keys->names[i], values->values[i]) < 0)
            gb_clear(&dict);
    }
    return dict;
}

/* Move to the dict form. The dict, borrowed; NULL with MemoryError. */
static GbDict *to_dict_form(GbThread *t, GbObject *object, uintptr_t *word)
{
    if (*word & 1)
        return word_dict(*word);
    GbValues *values = gb_attrs_values(*word);
    GbRef dict = values_to_dict(t, object->type, values);
    if (dict == GB_NULL)
        return NULL;
    *word = (uintptr_t)dict + 1;
    if (values != NULL)
        values_free(t, values);
    return gb_as_dict(dict);
}

/* May an instance with `count` places used set the one at `index` in array form? */
static bool keeps_order(const GbValues *values, int index)
{
    int count = values == NULL ? 0 : values->count;
    if (index < count)
        return values->values[index] != GB_NULL;
    return index - count <= KEYS_GAP_MAX;
}

static int values_set(GbThread *t, uintptr_t *word, int index, GbBorrow value)
{
    GbValues *values = gb_attrs_values(*word);
    if (values == NULL || index >= values->capacity) {
        values = values_grow(t, values, index + 1);
        if (values == NULL)
            return -1;
        *word = (uintptr_t)values;
    }
    if (index >= values->count)
        values->count = (uint16_t)(index + 1);
    gb_set(&values->values[index], gb_new_ref(value));
    return 1;
}

static int values_delete(GbValues *values, int index)
{
    if (values == NULL || index < 0 || index >= values->count || values->values[index] == GB_NULL)
        return 0;
    GbRef old = values->values[index];
    values->values[index] = GB_NULL;
    while (values->count > 0 && values->values[values->count - 1] == GB_NULL)
        --values->count;
    gb_decref(old);
    return 1;
}

/* --- The interface --- */

GbBorrow gb_attrs_peek(GbThread *t, GbObject *object, GbBorrow name)
{
    uintptr_t *word = gb_attrs_word(object);
    if (word == NULL || *word == 0)
        return GB_NULL;
    GbDict *dict = word_dict(*word);
    if (dict != NULL) {
        int64_t index = gb_dict_lookup_str(t, dict, name);
        return index >= 0 ? dict->entries[index].value : GB_NULL;
    }
    GbValues *values = gb_attrs_values(*word);
    name = interned_peek(t, name);
    int index = name == GB_NULL ? -1 : keys_lookup(object->type->keys, name);
    return index >= 0 && index < values->count ? values->values[index] : GB_NULL;
}

static int dict_form_set(GbThread *t, GbDict *dict, GbBorrow name, GbBorrow value)
{
    GbRef held = gb_new_ref(gb_value(dict)); /* Replacing a value may run anything. */
    int done = value == GB_NULL ? gb_dict_delete(t, held, name) : gb_dict_set(t, held, name, value);
    if (value != GB_NULL && done == 0)
        done = 1;
    gb_decref(held);
    return done;
}

int gb_attrs_set(GbThread *t, GbObject *object, GbBorrow name, GbBorrow value)
{
    uintptr_t *word = gb_attrs_word(object);
    if (word == NULL)
        return 0;
    if (*word & 1)
        return dict_form_set(t, word_dict(*word), name, value);
    if (value == GB_NULL) {
        GbBorrow known = interned_peek(t, name);
        int place = known == GB_NULL ? -1 : gb_keys_find(t, object->type, known, false);
        return values_delete(gb_attrs_values(*word), place);
    }
    GbRef interned = gb_str_intern_take(t, gb_str_plain(t, name));
    if (interned == GB_NULL)
        return -1;
    int done;
    int index = gb_keys_find(t, object->type, interned, true);
    if (index >= 0 && keeps_order(gb_attrs_values(*word), index)) {
        done = values_set(t, word, index, value);
    } else {
        GbDict *dict = to_dict_form(t, object, word);
        done = dict == NULL ? -1 : dict_form_set(t, dict, interned, value);
    }
    gb_decref(interned);
    return done;
}

GbBorrow gb_attrs_dict(GbThread *t, GbObject *object)
{
    uintptr_t *word = gb_attrs_word(object);
    ASSERT(word != NULL);
    GbDict *dict = to_dict_form(t, object, word);
    return dict == NULL ? GB_NULL : gb_value(dict);
}

int gb_attrs_set_dict(GbThread *t, GbObject *object, GbBorrow dict)
{
    uintptr_t *word = gb_attrs_word(object);
    ASSERT(word != NULL);
    uintptr_t old = *word;
    *word = (uintptr_t)gb_new_ref(dict) + 1;
    if (old & 1)
        gb_decref(gb_value(word_dict(old)));
    else if (old != 0)
        values_free(t, gb_attrs_values(old));
    return 0;
}

GbRef gb_attrs_copy(GbThread *t, GbObject *object)
{
    uintptr_t *word = gb_attrs_word(object);
    if (word == NULL)
        return gb_dict_new(t);
    if (*word & 1)
        return gb_dict_copy(t, gb_value(word_dict(*word)));
    return values_to_dict(t, object->type, gb_attrs_values(*word));
}

int64_t gb_attrs_count(GbObject *object)
{
    uintptr_t *word = gb_attrs_word(object);
    if (word == NULL || *word == 0)
        return 0;
    if (*word & 1)
        return word_dict(*word)->used;
    GbValues *values = gb_attrs_values(*word);
    int64_t count = 0;
    for (int i = 0; i < values->count; ++i)
        count += values->values[i] != GB_NULL;
    return count;
}

void gb_attrs_clear(GbThread *t, GbObject *object)
{
    uintptr_t *word = gb_attrs_word(object);
    if (word == NULL || *word == 0)
        return;
    uintptr_t old = *word;
    *word = 0;
    if (old & 1)
        gb_decref(gb_value(word_dict(old)));
    else
        values_free(t, gb_attrs_values(old));
}

int gb_attrs_visit(GbObject *object, GbVisitor visit, void *context)
{
    uintptr_t *word = gb_attrs_word(object);
    if (word == NULL || *word == 0)
        return 0;
    if (*word & 1) {
        GbRef dict = (GbRef)(*word - 1);
        int stop = visit(&dict, context);
        *word = (uintptr_t)dict + 1; /* A visitor may move what it is shown. */
        return stop;
    }
    GbValues *values = gb_attrs_values(*word);
    for (int i = 0; i < values->count; ++i)
        GB_VISIT(values->values[i]);
    return 0;
}
