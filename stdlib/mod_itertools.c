/* itertools: the module, and what its iterators share. They are in itertools_streams.c (one item
 * in, one out), itertools_endless.c, itertools_groups.c (groupby and tee) and itertools_choices.c
 * (product, permutations, ...). */
#include "stdlib/itertools_parts.h"

void *gb_itertools_new(GbThread *t, GbBorrow type, int reference_count)
{
    GbObject *object = gb_object_new(t, (GbType *)gb_object(type));
    if (object)
        object->extra = (uint16_t)reference_count;
    return object;
}

static GbRef *references_of(GbObject *self)
{
    return (GbRef *)(self + 1);
}

void gb_itertools_dealloc(GbThread *t, GbObject *self)
{
    for (int i = 0; i < self->extra; ++i)
        gb_clear(&references_of(self)[i]);
}

int gb_itertools_visit(GbObject *self, GbVisitor visit, void *context)
{
    for (int i = 0; i < self->extra; ++i)
        GB_VISIT(references_of(self)[i]);
    return 0;
}

GbRef gb_itertools_next(GbThread *t, GbBorrow iterator)
{
    GbRef held = gb_new_ref(iterator); /* Its owner may let it go meanwhile. */
    GbRef item = gb_next_guarded(t, held);
    gb_decref(held);
    return item;
}

GbRef gb_itertools_reduce(GbThread *t, GbBorrow self, GbRef arguments)
{
    return gb_reduce_pair(t, gb_value(gb_type_of(t, self)), arguments);
}

GbRef gb_itertools_reduce_state(GbThread *t, GbBorrow self, GbRef arguments, GbRef state)
{
    GbRef result = GB_NULL;
    if (arguments != GB_NULL && state != GB_NULL)
        result = gb_tuple_of(t, 3, gb_value(gb_type_of(t, self)), arguments, state);
    gb_clear(&arguments);
    gb_clear(&state);
    return result;
}

GbRef gb_itertools_empty_iterator(GbThread *t)
{
    GbRef empty = gb_tuple_new(t, 0);
    if (empty == GB_NULL)
        return GB_NULL;
    GbRef iterator = gb_iter(t, empty);
    gb_decref(empty);
    return iterator;
}

static int itertools_init(GbThread *t, GbBorrow module)
{
    static const GbTypeSpec *const specs[] = {
#define SPEC_ADDRESS(name) &gb_itertools_##name##_spec,
        ITERTOOLS_TYPES(SPEC_ADDRESS)
#undef SPEC_ADDRESS
    };
    for (size_t i = 0; i < sizeof specs / sizeof specs[0]; ++i)
        if (gb_module_add_type(t, module, specs[i], NULL) < 0)
            return -1;
    return 0;
}

static const GbMethodDef itertools_functions[] = {
    {"tee(iterable, n=2, /)", gb_itertools_tee, "Returns a tuple of n independent iterators."},
    {0},
};

const GbModuleDef gb_module_itertools = {
    "itertools",
    "Functional tools for creating and using iterators.\n\n"
    "Infinite iterators:\n"
    "count(start=0, step=1) --> start, start+step, start+2*step, ...\n"
    "cycle(p) --> p0, p1, ... plast, p0, p1, ...\n"
    "repeat(elem [,n]) --> elem, elem, elem, ... endlessly or up to n times\n",
    itertools_functions,
    itertools_init,
};
