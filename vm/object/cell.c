/* Cells: what closures share. */
#include "vm/object/function.h"

static inline GbCell *as_cell(GbBorrow v)
{
    return (GbCell *)gb_object(v);
}

GbRef gb_cell_new(GbThread *t, GbBorrow value)
{
    GbCell *cell = gb_object_new(t, gb_type(t, CELL));
    if (cell == NULL)
        return GB_NULL;
    cell->value = value == GB_NULL ? GB_NULL : gb_new_ref(value);
    return gb_value(cell);
}

static GbRef cell_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    return gb_cell_new(t, args[0]);
}

static void cell_clear(GbThread *t, GbObject *self)
{
    gb_clear(&((GbCell *)self)->value);
}

static int cell_visit(GbObject *self, GbVisitor visit, void *context)
{
    GB_VISIT(((GbCell *)self)->value);
    return 0;
}

static GbRef cell_repr(GbThread *t, GbBorrow self)
{
    long long id = (long long)gb_identity_u64(t, self);
    GbRef value = as_cell(self)->value;
    if (value == GB_NULL)
        return gb_str_format(t, "<cell at 0x%llx: empty>", id);
    return gb_str_format(t, "<cell at 0x%llx: %T object at 0x%llx>", id, value,
                         (long long)gb_identity_u64(t, value));
}

/* Cells compare as what they contain; an empty one is less than any other. */
static GbRef cell_compare(GbThread *t, GbBorrow a, GbBorrow b, GbCompare op)
{
    if (!gb_is_exact(a, GB_KIND_CELL) || !gb_is_exact(b, GB_KIND_CELL))
        return GB_NOT_IMPLEMENTED;
    GbRef left = as_cell(a)->value, right = as_cell(b)->value;
    if (left != GB_NULL && right != GB_NULL)
        return gb_compare(t, left, right, op);
    return gb_compare(t, gb_small_new(left != GB_NULL), gb_small_new(right != GB_NULL), op);
}

static GbRef cell_get_contents(GbThread *t, GbBorrow self)
{
    GbRef value = as_cell(self)->value;
    return value == GB_NULL ? gb_raise(t, gb_ValueError, "Cell is empty") : gb_new_ref(value);
}

static int cell_set_contents(GbThread *t, GbBorrow self, GbBorrow value)
{
    gb_set(&as_cell(self)->value, value == GB_NULL ? GB_NULL : gb_new_ref(value));
    return 0;
}

static const GbGetSetDef cell_getsets[] = {
    {"cell_contents", cell_get_contents, cell_set_contents, NULL},
    {0},
};

const GbTypeSpec gb_cell_spec = {
    .name = "cell",
    .doc = "Create a new cell object.\n\n"
           "  contents\n    the contents of the cell. If not specified, the cell will be empty,\n"
           "    and \n further attempts to access its cell_contents attribute will\n"
           "    raise a ValueError.",
    .size = sizeof(GbCell),
    .flags = GB_TYPE_FINAL | GB_TYPE_IMMUTABLE | GB_TYPE_CONTAINER,
    .slots = {.dealloc = cell_clear,
              .visit = cell_visit,
              .clear = cell_clear,
              .repr = cell_repr,
              .hash = gb_unhashable,
              .compare = cell_compare},
    .constructor = {"cell(contents=?, /)", cell_create, NULL},
    .getsets = cell_getsets,
};
