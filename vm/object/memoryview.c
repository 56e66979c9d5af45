#include "vm/interp.h"
#include "vm/object/bytes.h"
#include "vm/object/list.h"
#include "vm/object/slice.h"
#include "vm/object/str.h"

/* --- Items: values in memory by a native format character --- */

typedef union Item {
    int8_t b;
    uint8_t B;
    int16_t h;
    uint16_t H;
    int32_t i;
    uint32_t I;
    int64_t q;
    uint64_t Q;
    float f;
    double d;
} Item;

/* The one character of a native format, with or without '@'; 0 when it is something else. */
static char format_character(const char *format)
{
    if (*format == '@')
        format++;
    return format[0] != 0 && format[1] == 0 ? format[0] : 0;
}

static int format_size(char format)
{
    switch (format) {
    case 'c': case 'b': case 'B': case '?':
        return 1;
    case 'h':
    case 'H':
        return 2;
    case 'i': case 'I': case 'f':
        return 4;
    case 'l': case 'L': case 'q': case 'Q': case 'n': case 'N': case 'P': case 'd':
        return 8;
    default:
        return 0;
    }
}

static bool is_byte_format(char format)
{
    return format == 'b' || format == 'B' || format == 'c';
}

static GbRef unpack(GbThread *t, const char *format, const uint8_t *data)
{
    Item item = {0};
    char kind = format_character(format);
    memcpy(&item, data, (size_t)format_size(kind));
    switch (kind) {
    case 'c':
        return gb_bytes_new(t, data, 1);
    case 'b':
        return gb_small_new(item.b);
    case 'B':
        return gb_small_new(item.B);
    case '?':
        return gb_bool(item.B != 0);
    case 'h':
        return gb_small_new(item.h);
    case 'H':
        return gb_small_new(item.H);
    case 'i':
        return gb_small_new(item.i);
    case 'I':
        return gb_small_new(item.I);
    case 'l': case 'q': case 'n':
        return gb_int_new(t, item.q);
    case 'L': case 'Q': case 'N': case 'P':
        return gb_int_from_u64(t, item.Q);
    case 'f':
        return gb_float_new(item.f);
    case 'd':
        return gb_float_new(item.d);
    default:
        return gb_raise(t, gb_NotImplementedError, "memoryview: format %s not supported", format);
    }
}

static int invalid(GbThread *t, bool type, const char *format)
{
    if (type && !gb_raised_drop_if(t, gb_TypeError) && gb_raised(t))
        return -1;
    if (!type)
        gb_raised_drop_if(t, gb_OverflowError);
    return gb_fail(t, type ? gb_TypeError : gb_ValueError, "memoryview: invalid %s for format '%s'",
                   type ? "type" : "value", format);
}

/* Does an int fit, and what are its 64 bits? 1, 0 too large, -1 failed. */
static int integer_bits(GbThread *t, GbBorrow v, int size, bool is_signed, uint64_t *out)
{
    GbRef index = gb_index(t, v);
    if (index == GB_NULL)
        return -1;
    uint8_t bytes[8] = {0};
    int failed = gb_int_to_bytes(t, index, bytes, (size_t)size, false, is_signed);
    gb_decref(index);
    if (failed < 0)
        return gb_raised_drop_if(t, gb_OverflowError) ? 0 : -1;
    memcpy(out, bytes, 8);
    return 1;
}

static int pack(GbThread *t, const char *format, uint8_t *data, GbBorrow v)
{
    Item item = {0};
    char kind = format_character(format);
    int size = format_size(kind), truth;
    double x;
    switch (kind) {
    case 0:
        return gb_fail(t, gb_NotImplementedError, "memoryview: format %s not supported", format);
    case 'c':
        if (!gb_is_bytes(v))
            return invalid(t, true, format);
        if (gb_bytes_size(v) != 1)
            return invalid(t, false, format);
        item.B = gb_bytes_data(v)[0];
        break;
    case '?':
        truth = gb_truth(t, v);
        if (truth < 0)
            return -1;
        item.B = (uint8_t)truth;
        break;
    case 'f':
    case 'd':
        if (gb_to_double(t, v, &x) < 0)
            return invalid(t, true, format);
        if (kind == 'f')
            item.f = (float)x;
        else
            item.d = x;
        break;
    default: {
        bool is_signed =
            kind == 'b' || kind == 'h' || kind == 'i' || kind == 'l' || kind == 'q' || kind == 'n';
        int fits = integer_bits(t, v, size, is_signed, &item.Q);
        if (fits <= 0)
            return invalid(t, fits < 0, format);
    }
    }
    memcpy(data, &item, (size_t)size);
    return 0;
}

/* --- Making views --- */

static int check_alive(GbThread *t, const GbMemoryView *view)
{
    if (view->owner != GB_NULL)
        return 0;
    return gb_fail(t, gb_ValueError, "operation forbidden on released memoryview object");
}

static int set_format(GbThread *t, GbMemoryView *view, const char *format)
{
    size_t size = strlen(format) + 1;
    char *copy = gb_mem_new(t, size);
    if (copy == NULL)
        return -1;
    memcpy(copy, format, size);
    if (view->format)
        gb_mem_free(t, view->format, strlen(view->format) + 1);
    view->format = copy;
    return 0;
}

/* Room for the shape and strides of so many dimensions. */
static int set_dimensions(GbThread *t, GbMemoryView *view, int dimensions)
{
    int64_t *shape = NULL;
    if (dimensions > 0 && (shape = gb_mem_new(t, (size_t)dimensions * 2 * sizeof(int64_t))) == NULL)
        return -1;
    if (view->shape)
        gb_mem_free(t, view->shape, (size_t)view->dimensions * 2 * sizeof(int64_t));
    view->shape = shape;
    view->strides = shape ? shape + dimensions : NULL;
    view->dimensions = dimensions;
    return 0;
}

/* Strides of items that lie back to back in the shape's order. */
static void set_packed_strides(GbMemoryView *view)
{
    int64_t stride = view->item_size;
    for (int i = view->dimensions - 1; i >= 0; i--) {
        view->strides[i] = stride;
        stride *= view->shape[i];
    }
}

/* A view on what `owner` lends, shape still to be given. */
static GbMemoryView *begin_view(GbThread *t, GbBorrow owner, GbExport *export)
{
    GbMemoryView *view = gb_object_new(t, gb_type(t, MEMORYVIEW));
    if (view == NULL)
        return NULL;
    view->hash = -1;
    int failed = gb_lend(t, owner, export);
    if (failed == 0 && export->lender != GB_NULL) { /* Ask that one itself. */
        GbRef lender = gb_new_ref(export->lender);
        gb_unlend(t, owner);
        failed = gb_lend(t, lender, export);
        view->owner = failed < 0 ? GB_NULL : gb_new_ref(lender);
        gb_decref(lender);
    } else if (failed == 0) {
        view->owner = gb_new_ref(owner);
    }
    if (failed < 0) {
        gb_decref(gb_value(view));
        return NULL;
    }
    return view;
}

static GbRef view_of_object(GbThread *t, GbBorrow owner)
{
    GbExport export;
    GbMemoryView *view = begin_view(t, owner, &export);
    if (view == NULL)
        return GB_NULL;
    view->data = export.data;
    view->size = export.size;
    view->item_size = export.item_size;
    view->readonly = export.readonly;
    if (set_format(t, view, export.format) < 0 || set_dimensions(t, view, 1) < 0) {
        gb_decref(gb_value(view));
        return GB_NULL;
    }
    view->shape[0] = export.size / export.item_size;
    view->strides[0] = export.item_size;
    return gb_value(view);
}

/* Another view of the same items. */
static GbMemoryView *copy_view(GbThread *t, const GbMemoryView *from)
{
    GbExport export;
    GbMemoryView *view = begin_view(t, from->owner, &export);
    if (view == NULL)
        return NULL;
    view->data = from->data;
    view->size = from->size;
    view->item_size = from->item_size;
    view->readonly = from->readonly;
    if (set_format(t, view, from->format) < 0 || set_dimensions(t, view, from->dimensions) < 0) {
        gb_decref(gb_value(view));
        return NULL;
    }
    if (from->dimensions > 0)
        memcpy(view->shape, from->shape, (size_t)from->dimensions * 2 * sizeof(int64_t));
    return view;
}

static GbRef view_of(GbThread *t, GbBorrow v)
{
    if (!gb_has_layout(v, GB_KIND_MEMORYVIEW))
        return view_of_object(t, v);
    if (check_alive(t, gb_as_memoryview(v)) < 0)
        return GB_NULL;
    return gb_value(copy_view(t, gb_as_memoryview(v)));
}

/* --- Shape --- */

/* Do the items lie back to back, rows first (or columns first)? */
static bool is_packed(const GbMemoryView *view, bool columns_first)
{
    int64_t stride = view->item_size;
    if (view->size == 0)
        return true;
    for (int i = 0; i < view->dimensions; i++) {
        int place = columns_first ? i : view->dimensions - 1 - i;
        if (view->shape[place] > 1 && view->strides[place] != stride)
            return false;
        stride *= view->shape[place];
    }
    return true;
}

static void set_size(GbMemoryView *view)
{
    view->size = view->item_size;
    for (int i = 0; i < view->dimensions; i++)
        view->size *= view->shape[i];
}

/* Copy all items from `dimension` on; columns_first walks the last dimension outermost. */
static uint8_t *copy_items(const GbMemoryView *view, const uint8_t *data, int dimension,
                           bool columns_first, uint8_t *out)
{
    if (dimension == view->dimensions) {
        memcpy(out, data, (size_t)view->item_size);
        return out + view->item_size;
    }
    int place = columns_first ? view->dimensions - 1 - dimension : dimension;
    for (int64_t i = 0; i < view->shape[place]; i++)
        out = copy_items(view, data + i * view->strides[place], dimension + 1, columns_first, out);
    return out;
}

int gb_memoryview_copy(GbThread *t, GbBorrow v, uint8_t *out)
{
    const GbMemoryView *view = gb_as_memoryview(v);
    if (check_alive(t, view) < 0)
        return -1;
    if (is_packed(view, false)) {
        if (view->size > 0)
            memcpy(out, view->data, (size_t)view->size);
    } else {
        copy_items(view, view->data, 0, false, out);
    }
    return 0;
}

static GbRef list_items(GbThread *t, const GbMemoryView *view, const uint8_t *data, int dimension)
{
    if (dimension == view->dimensions)
        return unpack(t, view->format, data);
    GbRef list = gb_list_new(t, view->shape[dimension]);
    for (int64_t i = 0; list != GB_NULL && i < view->shape[dimension]; i++) {
        GbRef item = list_items(t, view, data + i * view->strides[dimension], dimension + 1);
        if (gb_list_append_take(t, list, item) < 0)
            gb_clear(&list);
    }
    return list;
}

/* --- Releasing --- */

static void let_go(GbThread *t, GbMemoryView *view)
{
    if (view->owner == GB_NULL)
        return;
    gb_unlend(t, view->owner);
    gb_clear(&view->owner);
}

static void memoryview_dealloc(GbThread *t, GbObject *self)
{
    GbMemoryView *view = (GbMemoryView *)self;
    let_go(t, view);
    if (view->format)
        gb_mem_free(t, view->format, strlen(view->format) + 1);
    view->format = NULL;
    set_dimensions(t, view, 0);
}

static int memoryview_visit(GbObject *self, GbVisitor visit, void *context)
{
    GB_VISIT(((GbMemoryView *)self)->owner);
    return 0;
}

static void memoryview_clear(GbThread *t, GbObject *self)
{
    if (((GbMemoryView *)self)->exports == 0)
        let_go(t, (GbMemoryView *)self);
}

static GbRef memoryview_release(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbMemoryView *view = gb_as_memoryview(self);
    if (view->exports > 0)
        return gb_raise(t, gb_BufferError, "memoryview has %lld exported buffer%s",
                        (long long)view->exports, view->exports == 1 ? "" : "s");
    let_go(t, view);
    return GB_NONE;
}

static int memoryview_lend(GbThread *t, GbBorrow self, GbExport *out)
{
    GbMemoryView *view = gb_as_memoryview(self);
    if (check_alive(t, view) < 0)
        return -1;
    if (!is_packed(view, false))
        return gb_fail(t, gb_BufferError, "memoryview: underlying buffer is not C-contiguous");
    *out = (GbExport){view->data, view->size, view->item_size, view->format, view->readonly};
    view->exports++;
    return 0;
}

static void memoryview_unlend(GbThread *t, GbBorrow self)
{
    gb_as_memoryview(self)->exports--;
}

/* --- Indexing --- */

static bool is_index(GbThread *t, GbBorrow v)
{
    return gb_is_intlike(v)
           || (gb_is_object(v)
               && gb_type_lookup(t, gb_type_of(t, v), gb_name(t, __index__)) != GB_NULL);
}

/* Move *data to the item `key` of a dimension. */
static int step_into(GbThread *t, const GbMemoryView *view, int dimension, GbBorrow key,
                     uint8_t **data)
{
    int64_t index;
    if (gb_index_i64(t, key, &index, gb_IndexError) < 0 || check_alive(t, view) < 0)
        return -1;
    if (index < 0)
        index += view->shape[dimension];
    if (index < 0 || index >= view->shape[dimension])
        return gb_fail(t, gb_IndexError, "index out of bounds on dimension %d", dimension + 1);
    *data += index * view->strides[dimension];
    return 0;
}

static int step_into_tuple(GbThread *t, const GbMemoryView *view, GbBorrow key, uint8_t **data)
{
    int64_t count = gb_tuple_count(key);
    bool slices = count > 0;
    for (int64_t i = 0; i < count; i++) {
        slices = slices && gb_is_slice(gb_tuple_peek(key, i));
        if (!gb_is_slice(gb_tuple_peek(key, i)) && !is_index(t, gb_tuple_peek(key, i)))
            return gb_fail(t, gb_TypeError, "memoryview: invalid slice key");
    }
    if (slices)
        return gb_fail(t, gb_NotImplementedError, "multi-dimensional slicing is not implemented");
    if (count < view->dimensions)
        return gb_fail(t, gb_NotImplementedError, "sub-views are not implemented");
    if (count > view->dimensions)
        return gb_fail(t, gb_TypeError, "cannot index %d-dimension view with %lld-element tuple",
                       view->dimensions, (long long)count);
    for (int i = 0; i < view->dimensions; i++) {
        if (gb_is_slice(gb_tuple_peek(key, i)))
            return gb_fail(t, gb_TypeError, "memoryview: invalid slice key");
        if (step_into(t, view, i, gb_tuple_peek(key, i), data) < 0)
            return -1;
    }
    return 0;
}

/* The place of the item that a key which is no slice picks. */
static int find_item(GbThread *t, const GbMemoryView *view, GbBorrow key, uint8_t **data)
{
    *data = view->data;
    if (view->dimensions == 0) {
        if (gb_is_tuple(key) && gb_tuple_count(key) == 0)
            return 0;
        return gb_fail(t, gb_TypeError, "invalid indexing of 0-dim memory");
    }
    if (gb_is_tuple(key))
        return step_into_tuple(t, view, key, data);
    if (!is_index(t, key))
        return gb_fail(t, gb_TypeError, "memoryview: invalid slice key");
    if (view->dimensions > 1)
        return gb_fail(t, gb_NotImplementedError,
                       "multi-dimensional sub-views are not implemented");
    return step_into(t, view, 0, key, data);
}

/* A view of a slice of the first dimension. */
static GbRef slice_view(GbThread *t, const GbMemoryView *view, GbBorrow slice)
{
    int64_t start, stop, step;
    GbMemoryView *part = copy_view(t, view); /* Before an __index__ can release this one. */
    if (part == NULL)
        return GB_NULL;
    if (gb_slice_unpack(t, slice, &start, &stop, &step) < 0) {
        gb_decref(gb_value(part));
        return GB_NULL;
    }
    part->shape[0] = gb_slice_adjust(part->shape[0], &start, &stop, step);
    part->data += start * part->strides[0];
    part->strides[0] *= step;
    set_size(part);
    return gb_value(part);
}

static GbRef memoryview_getitem(GbThread *t, GbBorrow self, GbBorrow key)
{
    GbMemoryView *view = gb_as_memoryview(self);
    uint8_t *data;
    if (check_alive(t, view) < 0)
        return GB_NULL;
    if (view->dimensions == 0 && key == GB_ELLIPSIS)
        return gb_new_ref(self);
    if (view->dimensions > 0 && gb_is_slice(key))
        return slice_view(t, view, key);
    if (find_item(t, view, key, &data) < 0)
        return GB_NULL;
    return unpack(t, view->format, data);
}

GbRef gb_memoryview_at(GbThread *t, GbBorrow v, int64_t index)
{
    GbMemoryView *view = gb_as_memoryview(v);
    if (check_alive(t, view) < 0)
        return GB_NULL;
    if (view->dimensions > 1)
        return gb_raise(t, gb_NotImplementedError,
                        "multi-dimensional sub-views are not implemented");
    return unpack(t, view->format, view->data + index * view->strides[0]);
}

/* Same format and shape? */
static bool is_alike(const GbMemoryView *a, const GbMemoryView *b)
{
    if (a->dimensions != b->dimensions || a->item_size != b->item_size
        || strcmp(a->format + (*a->format == '@'), b->format + (*b->format == '@')) != 0)
        return false;
    for (int i = 0; i < a->dimensions; i++) {
        if (a->shape[i] != b->shape[i])
            return false;
    }
    return true;
}

static void scatter(GbMemoryView *view, const uint8_t *items)
{
    for (int64_t i = 0; i < view->shape[0]; i++)
        memcpy(view->data + i * view->strides[0], items + i * view->item_size,
               (size_t)view->item_size);
}

static int assign_slice(GbThread *t, GbMemoryView *view, GbBorrow slice, GbBorrow value)
{
    GbRef source = view_of(t, value), target = GB_NULL;
    int result = -1;
    if (source == GB_NULL)
        return -1;
    if (view->dimensions > 1) {
        gb_raise(t, gb_NotImplementedError,
                 "memoryview slice assignments are currently restricted to ndim = 1");
        goto done;
    }
    target = slice_view(t, view, slice);
    if (target == GB_NULL || check_alive(t, view) < 0)
        goto done;
    GbMemoryView *from = gb_as_memoryview(source), *to = gb_as_memoryview(target);
    if (!is_alike(from, to)) {
        gb_raise(t, gb_ValueError,
                 "memoryview assignment: lvalue and rvalue have different structures");
        goto done;
    }
    uint8_t *items = gb_mem_new(t, (size_t)from->size); /* They may overlap. */
    if (items == NULL)
        goto done;
    result = gb_memoryview_copy(t, source, items);
    if (result == 0)
        scatter(to, items);
    gb_mem_free(t, items, (size_t)from->size);
done:
    gb_clear(&source);
    gb_clear(&target);
    return result;
}

static int memoryview_setitem(GbThread *t, GbBorrow self, GbBorrow key, GbBorrow value)
{
    GbMemoryView *view = gb_as_memoryview(self);
    uint8_t *data;
    if (check_alive(t, view) < 0)
        return -1;
    if (view->readonly)
        return gb_fail(t, gb_TypeError, "cannot modify read-only memory");
    if (value == GB_NULL)
        return gb_fail(t, gb_TypeError, "cannot delete memory");
    if (view->dimensions > 0 && gb_is_slice(key))
        return assign_slice(t, view, key, value);
    if (view->dimensions == 0 && key == GB_ELLIPSIS)
        data = view->data;
    else if (find_item(t, view, key, &data) < 0)
        return -1;
    uint8_t item[sizeof(Item)];
    if (pack(t, view->format, item, value) < 0 || check_alive(t, view) < 0)
        return -1;
    memcpy(data, item, (size_t)view->item_size);
    return 0;
}

/* --- Other slots --- */

static GbRef memoryview_repr(GbThread *t, GbBorrow self)
{
    bool released = gb_as_memoryview(self)->owner == GB_NULL;
    return gb_str_format(t, released ? "<released memory at 0x%llx>" : "<memory at 0x%llx>",
                         (unsigned long long)gb_identity_u64(t, self));
}

static int64_t memoryview_length(GbThread *t, GbBorrow self)
{
    GbMemoryView *view = gb_as_memoryview(self);
    if (check_alive(t, view) < 0)
        return -1;
    return view->dimensions == 0 ? 1 : view->shape[0];
}

static int memoryview_hash(GbThread *t, GbBorrow self, int64_t *hash)
{
    GbMemoryView *view = gb_as_memoryview(self);
    int64_t ignored;
    if (view->hash == -1) {
        if (check_alive(t, view) < 0)
            return -1;
        if (!view->readonly)
            return gb_fail(t, gb_ValueError, "cannot hash writable memoryview object");
        if (!is_byte_format(format_character(view->format)))
            return gb_fail(t, gb_ValueError,
                           "memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
        if (gb_hash(t, view->owner, &ignored) < 0)
            return -1;
        GbRef bytes = gb_bytes_new(t, NULL, (size_t)view->size);
        if (bytes == GB_NULL || gb_memoryview_copy(t, self, gb_bytes_data(bytes)) < 0)
            return -1;
        view->hash = gb_hash_bytes(t, gb_bytes_data(bytes), (size_t)view->size);
        gb_decref(bytes);
    }
    *hash = view->hash;
    return 0;
}

/* Are the items from `dimension` on equal? 1, 0, -1. */
static int items_equal(GbThread *t, const GbMemoryView *a, const uint8_t *x, const GbMemoryView *b,
                       const uint8_t *y, int dimension)
{
    int equal = 1;
    if (dimension < a->dimensions) {
        for (int64_t i = 0; i < a->shape[dimension] && equal > 0; i++)
            equal = items_equal(t, a, x + i * a->strides[dimension], b,
                                y + i * b->strides[dimension], dimension + 1);
        return equal;
    }
    if (format_character(a->format) == 'B' && format_character(b->format) == 'B')
        return *x == *y;
    GbRef p = unpack(t, a->format, x), q = p == GB_NULL ? GB_NULL : unpack(t, b->format, y);
    if (p == GB_NULL || q == GB_NULL)
        equal = gb_raised_drop_if(t, gb_NotImplementedError) ? 0 : -1;
    else
        equal = gb_compare_truth(t, p, q, GB_EQ); /* Not by identity: NaN differs from itself. */
    gb_xdecref(p);
    gb_xdecref(q);
    return equal;
}

static int views_equal(GbThread *t, const GbMemoryView *a, const GbMemoryView *b)
{
    if (a->dimensions != b->dimensions)
        return 0;
    for (int i = 0; i < a->dimensions; i++) {
        if (a->shape[i] != b->shape[i])
            return 0;
    }
    return items_equal(t, a, a->data, b, b->data, 0);
}

static GbRef memoryview_compare(GbThread *t, GbBorrow a, GbBorrow b, GbCompare op)
{
    if (op != GB_EQ && op != GB_NE)
        return GB_NOT_IMPLEMENTED;
    if (!gb_has_layout(a, GB_KIND_MEMORYVIEW))
        return GB_NOT_IMPLEMENTED;
    int equal = a == b;
    bool released =
        gb_as_memoryview(a)->owner == GB_NULL
        || (gb_has_layout(b, GB_KIND_MEMORYVIEW) && gb_as_memoryview(b)->owner == GB_NULL);
    if (!released) {
        GbRef other = view_of(t, b);
        if (other == GB_NULL)
            return gb_raised_drop_if(t, gb_TypeError) ? GB_NOT_IMPLEMENTED : GB_NULL;
        equal = views_equal(t, gb_as_memoryview(a), gb_as_memoryview(other));
        gb_decref(other);
    }
    return equal < 0 ? GB_NULL : gb_bool(equal == (op == GB_EQ));
}

static GbRef memoryview_iter(GbThread *t, GbBorrow self)
{
    GbMemoryView *view = gb_as_memoryview(self);
    if (check_alive(t, view) < 0)
        return GB_NULL;
    if (view->dimensions == 0)
        return gb_raise(t, gb_TypeError, "invalid indexing of 0-dim memory");
    return gb_bytes_iterator_new(t, GB_KIND_MEMORYVIEW_ITERATOR, self);
}

static GbRef memoryview_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    GbRef view = view_of(t, args[0]);
    if (view == GB_NULL && gb_raised_drop_if(t, gb_TypeError))
        gb_raise(t, gb_TypeError, "memoryview: a bytes-like object is required, not '%.200T'",
                 args[0]);
    return view;
}

/* --- Methods --- */

/* The numbers of a shape argument: their count, or -1. */
static int read_shape(GbThread *t, GbBorrow argument, int64_t shape[GB_VIEW_DIMENSIONS])
{
    if (!gb_is_list(argument) && !gb_is_tuple(argument))
        return gb_fail(t, gb_TypeError, "shape must be a list or a tuple");
    GbRef numbers = gb_tuple_from(t, argument);
    if (numbers == GB_NULL)
        return -1;
    int count = gb_tuple_count(numbers) > GB_VIEW_DIMENSIONS ? -1 : (int)gb_tuple_count(numbers);
    if (count < 0)
        gb_raise(t, gb_ValueError, "memoryview: number of dimensions must not exceed %d",
                 GB_VIEW_DIMENSIONS);
    for (int i = 0; i < count; i++) {
        GbBorrow number = gb_tuple_peek(numbers, i);
        if (!gb_is_intlike(number)) {
            count =
                gb_fail(t, gb_TypeError, "memoryview.cast(): elements of shape must be integers");
        } else if (gb_int_to_i64(t, number, &shape[i]) < 0) {
            count = -1;
        } else if (shape[i] <= 0) {
            count = gb_fail(t, gb_ValueError,
                            "memoryview.cast(): elements of shape must be integers > 0");
        }
    }
    gb_decref(numbers);
    return count;
}

static int check_cast(GbThread *t, const GbMemoryView *view, const char *format)
{
    const char *rule = "must be a native single character format prefixed with an optional '@'";
    char from = format_character(view->format), to = format_character(format);
    if (format_size(to) == 0)
        return gb_fail(t, gb_ValueError, "memoryview: destination format %s", rule);
    if (format_size(from) == 0)
        return gb_fail(t, gb_ValueError, "memoryview: source format %s", rule);
    if (!is_byte_format(from) && !is_byte_format(to))
        return gb_fail(t, gb_TypeError, "memoryview: cannot cast between two non-byte formats");
    if (view->size % format_size(to) != 0)
        return gb_fail(t, gb_TypeError, "memoryview: length is not a multiple of itemsize");
    return 0;
}

static int check_no_zeros(GbThread *t, const GbMemoryView *view)
{
    for (int i = 0; i < view->dimensions; i++) {
        if (view->shape[i] == 0 || view->strides[i] == 0)
            return gb_fail(t, gb_TypeError,
                           "memoryview: cannot cast view with zeros in shape or strides");
    }
    return 0;
}

static GbRef memoryview_cast(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbMemoryView *view = gb_as_memoryview(self);
    int64_t shape[GB_VIEW_DIMENSIONS];
    const char *format;
    int dimensions = 1;
    if (gb_text_argument(t, args[0], "cast", "format", &format) < 0 || check_alive(t, view) < 0)
        return GB_NULL;
    if (!is_packed(view, false))
        return gb_raise(t, gb_TypeError, "memoryview: casts are restricted to C-contiguous views");
    if ((args[1] != GB_NULL || view->dimensions != 1) && check_no_zeros(t, view) < 0)
        return GB_NULL;
    if (args[1] != GB_NULL && (dimensions = read_shape(t, args[1], shape)) < 0)
        return GB_NULL;
    if (view->dimensions != 1 && dimensions != 1)
        return gb_raise(t, gb_TypeError, "memoryview: cast must be 1D -> ND or ND -> 1D");
    if (check_cast(t, view, format) < 0)
        return GB_NULL;
    GbMemoryView *result = copy_view(t, view);
    if (result == NULL)
        return GB_NULL;
    if (set_format(t, result, format) < 0 || set_dimensions(t, result, dimensions) < 0)
        goto failed;
    result->item_size = format_size(format_character(format));
    if (args[1] == GB_NULL)
        shape[0] = view->size / result->item_size;
    if (dimensions > 0)
        memcpy(result->shape, shape, (size_t)dimensions * sizeof *shape);
    int64_t size = result->item_size;
    for (int i = 0; i < dimensions && size >= 0; i++) {
        if (__builtin_mul_overflow(size, shape[i], &size))
            size = -1;
    }
    if (size == view->size) {
        set_packed_strides(result);
        return gb_value(result);
    }
    gb_raise(t, gb_TypeError, "memoryview: product(shape) * itemsize != buffer size");
failed:
    gb_decref(gb_value(result));
    return GB_NULL;
}

static GbRef memoryview_tobytes(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbMemoryView *view = gb_as_memoryview(self);
    const char *order = "C";
    if (check_alive(t, view) < 0
        || (args[0] != GB_NONE && gb_text_argument(t, args[0], "tobytes", "order", &order) < 0))
        return GB_NULL;
    if (strlen(order) != 1 || strchr("CFA", order[0]) == NULL)
        return gb_raise(t, gb_ValueError, "order must be 'C', 'F' or 'A'");
    GbRef bytes = gb_bytes_new(t, NULL, (size_t)view->size);
    if (bytes == GB_NULL)
        return GB_NULL;
    bool columns =
        order[0] == 'F' || (order[0] == 'A' && is_packed(view, true) && !is_packed(view, false));
    if (columns)
        copy_items(view, view->data, 0, true, gb_bytes_data(bytes));
    else
        gb_memoryview_copy(t, self, gb_bytes_data(bytes));
    return bytes;
}

static GbRef memoryview_tolist(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbMemoryView *view = gb_as_memoryview(self);
    return check_alive(t, view) < 0 ? GB_NULL : list_items(t, view, view->data, 0);
}

static GbRef memoryview_hex(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t group;
    GbBorrow order = GB_NONE;
    if (gb_index_i64(t, args[1], &group, gb_OverflowError) < 0)
        return GB_NULL;
    GbRef bytes = memoryview_tobytes(t, self, &order);
    if (bytes == GB_NULL)
        return GB_NULL;
    GbRef result = gb_hex_text(t, gb_bytes_data(bytes), gb_bytes_size(bytes), args[0], group);
    gb_decref(bytes);
    return result;
}

static GbRef memoryview_toreadonly(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef copy = view_of(t, self);
    if (copy != GB_NULL)
        gb_as_memoryview(copy)->readonly = true;
    return copy;
}

static GbRef memoryview_enter(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return check_alive(t, gb_as_memoryview(self)) < 0 ? GB_NULL : gb_new_ref(self);
}

/* --- Attributes --- */

static GbRef numbers(GbThread *t, const int64_t *from, int count)
{
    GbRef tuple = gb_tuple_new(t, count);
    for (int i = 0; tuple != GB_NULL && i < count; i++)
        gb_tuple_set_take(tuple, i, gb_int_new(t, from[i]));
    return tuple;
}

static GbRef get_obj(GbThread *t, GbBorrow self)
{
    GbMemoryView *view = gb_as_memoryview(self);
    return check_alive(t, view) < 0 ? GB_NULL : gb_new_ref(view->owner);
}

static GbRef get_nbytes(GbThread *t, GbBorrow self)
{
    GbMemoryView *view = gb_as_memoryview(self);
    return check_alive(t, view) < 0 ? GB_NULL : gb_int_new(t, view->size);
}

static GbRef get_readonly(GbThread *t, GbBorrow self)
{
    GbMemoryView *view = gb_as_memoryview(self);
    return check_alive(t, view) < 0 ? GB_NULL : gb_bool(view->readonly);
}

static GbRef get_itemsize(GbThread *t, GbBorrow self)
{
    GbMemoryView *view = gb_as_memoryview(self);
    return check_alive(t, view) < 0 ? GB_NULL : gb_int_new(t, view->item_size);
}

static GbRef get_format(GbThread *t, GbBorrow self)
{
    GbMemoryView *view = gb_as_memoryview(self);
    return check_alive(t, view) < 0 ? GB_NULL : gb_str_new(t, view->format);
}

static GbRef get_ndim(GbThread *t, GbBorrow self)
{
    GbMemoryView *view = gb_as_memoryview(self);
    return check_alive(t, view) < 0 ? GB_NULL : gb_int_new(t, view->dimensions);
}

static GbRef get_shape(GbThread *t, GbBorrow self)
{
    GbMemoryView *view = gb_as_memoryview(self);
    return check_alive(t, view) < 0 ? GB_NULL : numbers(t, view->shape, view->dimensions);
}

static GbRef get_strides(GbThread *t, GbBorrow self)
{
    GbMemoryView *view = gb_as_memoryview(self);
    return check_alive(t, view) < 0 ? GB_NULL : numbers(t, view->strides, view->dimensions);
}

static GbRef get_suboffsets(GbThread *t, GbBorrow self)
{
    return check_alive(t, gb_as_memoryview(self)) < 0 ? GB_NULL : numbers(t, NULL, 0);
}

static GbRef get_c_contiguous(GbThread *t, GbBorrow self)
{
    GbMemoryView *view = gb_as_memoryview(self);
    return check_alive(t, view) < 0 ? GB_NULL : gb_bool(is_packed(view, false));
}

static GbRef get_f_contiguous(GbThread *t, GbBorrow self)
{
    GbMemoryView *view = gb_as_memoryview(self);
    return check_alive(t, view) < 0 ? GB_NULL : gb_bool(is_packed(view, true));
}

static GbRef get_contiguous(GbThread *t, GbBorrow self)
{
    GbMemoryView *view = gb_as_memoryview(self);
    return check_alive(t, view) < 0 ? GB_NULL
                                    : gb_bool(is_packed(view, false) || is_packed(view, true));
}

static const GbGetSetDef memoryview_getsets[] = {
    {"obj", get_obj, NULL, "The underlying object of the memoryview."},
    {"nbytes", get_nbytes, NULL,
     "The amount of space in bytes that the array would use in\n a contiguous representation."},
    {"readonly", get_readonly, NULL, "A bool indicating whether the memory is read only."},
    {"itemsize", get_itemsize, NULL, "The size in bytes of each element of the memoryview."},
    {"format", get_format, NULL,
     "A string containing the format (in struct module style)\n for each element in the view."},
    {"ndim", get_ndim, NULL,
     "An integer indicating how many dimensions of a multi-dimensional\n array the memory "
     "represents."},
    {"shape", get_shape, NULL,
     "A tuple of ndim integers giving the shape of the memory\n as an N-dimensional array."},
    {"strides", get_strides, NULL,
     "A tuple of ndim integers giving the size in bytes to access\n each element for each "
     "dimension of the array."},
    {"suboffsets", get_suboffsets, NULL,
     "A tuple of integers used internally for PIL-style arrays."},
    {"c_contiguous", get_c_contiguous, NULL,
     "A bool indicating whether the memory is C contiguous."},
    {"f_contiguous", get_f_contiguous, NULL,
     "A bool indicating whether the memory is Fortran contiguous."},
    {"contiguous", get_contiguous, NULL, "A bool indicating whether the memory is contiguous."},
    {0},
};

static const GbMethodDef memoryview_methods[] = {
    {"release()", memoryview_release,
     "Release the underlying buffer exposed by the memoryview object."},
    {"tobytes(order='C')", memoryview_tobytes, "Return the data in the buffer as a byte string."},
    {"hex(sep=?, bytes_per_sep=1)", memoryview_hex,
     "Return the data in the buffer as a str of hexadecimal numbers."},
    {"tolist()", memoryview_tolist, "Return the data in the buffer as a list of elements."},
    {"cast(format, shape=?)", memoryview_cast, "Cast a memoryview to a new format or shape."},
    {"toreadonly()", memoryview_toreadonly, "Return a readonly version of the memoryview."},
    {"__enter__()", memoryview_enter, NULL},
    {"__exit__(*exc_info)", memoryview_release, NULL},
    {0},
};

const GbTypeSpec gb_memoryview_spec = {
    .name = "memoryview",
    .doc = "Create a new memoryview object which references the given object.",
    .size = sizeof(GbMemoryView),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_FINAL | GB_TYPE_IMMUTABLE | GB_TYPE_HAS_WEAKREF
             | GB_TYPE_MATCH_SEQUENCE,
    .slots =
        {
            .dealloc = memoryview_dealloc,
            .visit = memoryview_visit,
            .clear = memoryview_clear,
            .repr = memoryview_repr,
            .hash = memoryview_hash,
            .length = memoryview_length,
            .compare = memoryview_compare,
            .getitem = memoryview_getitem,
            .setitem = memoryview_setitem,
            .iter = memoryview_iter,
            .lend = memoryview_lend,
            .unlend = memoryview_unlend,
        },
    .constructor = {"memoryview(object)", memoryview_create, NULL},
    .methods = memoryview_methods,
    .getsets = memoryview_getsets,
};
