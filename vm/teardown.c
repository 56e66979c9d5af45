/* The end of an interpreter, to the last block.
 *
 * Instances do not count on builtin types, so types go last: first everything that C holds, then
 * what is left in cycles; then each type lets go of its attributes, and in the end of its names and
 * bases. Until all that is done the blocks of all types stay, since the death of every object looks
 * at its type. What still lives then was leaked; the types, whose names are kept, tell what it is.
 */
#include "vm/teardown.h"

#include "vm/exec/frame.h"
#include "vm/exec/import.h"
#include "vm/exec/thread.h"
#include "vm/mem.h"
#include "vm/object/alloc.h"
#include "vm/object/function.h"
#include "vm/object/list.h"
#include "vm/object/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { NAME_SIZE = 64, SHOWN_MAX = 3, COLLECTIONS_MAX = 16 };

/* A type on its way out. */
typedef struct Doomed {
    GbType *type;
    char name[NAME_SIZE];
    int64_t leaked; /* Objects of it that live on. */
} Doomed;

typedef struct Teardown {
    GbThread *t;
    Doomed *types;
    int64_t count, capacity;
    int64_t leaked;
} Teardown;

/* --- What C holds --- */

static void clear_all(GbRef *values, int64_t count)
{
    for (int64_t i = 0; i < count; i++)
        gb_clear(&values[i]);
}

/* What scripts gave us. Finalizers run, and find the interpreter as it was. */
static void clear_given(GbThread *t)
{
    GbInterp *interp = t->interp;
    gb_thread_clear(t);
    gb_clear(&t->sentinel);
    clear_all(interp->signal_handlers, 65);
    gb_clear(&interp->collector.callbacks);
    gb_clear(&interp->collector.garbage);
    gb_clear(&interp->codecs);
    gb_clear(&interp->atexit);
    gb_clear(&interp->audit_hooks);
}

static void clear_state(GbThread *t)
{
    GbInterp *interp = t->interp;
    gb_import_fini(t);
    gb_clear(&interp->modules);
    gb_clear(&interp->builtins);
    gb_clear(&interp->builtins_dict);
    gb_clear(&interp->sys);
    gb_clear(&interp->sys_dict);
    gb_clear(&interp->memory_error);
    gb_clear(&interp->empty_frozenset);
    if (interp->unraisable_type != NULL)
        gb_decref(gb_value(interp->unraisable_type));
    if (interp->asyncgen_hooks_type != NULL)
        gb_decref(gb_value(interp->asyncgen_hooks_type));
}

static void collect_all(GbThread *t)
{
    for (int i = 0; i < COLLECTIONS_MAX && gb_gc_collect(t) > 0; i++)
        continue;
}

static void clear_constants(GbThread *t)
{
    GbInterp *interp = t->interp;
    gb_signatures_free(t);
    gb_side_free(t, &interp->special_names);
    clear_all(interp->names, GB_NAME_COUNT);
    clear_all(interp->latin1, 256);
    clear_all(interp->byte_strings, 256);
    gb_clear(&interp->empty_str);
    gb_clear(&interp->empty_bytes);
    gb_clear(&interp->empty_tuple);
    gb_clear(&interp->interned);
}

static void drop_type(const void *key, uint64_t value, void *context)
{
    gb_decref((GbRef)value);
}

static void drop_type_tables(GbInterp *interp)
{
    for (int kind = 0; kind < GB_KIND_COUNT; kind++) {
        if (interp->types[kind] != NULL)
            gb_decref(gb_value(interp->types[kind]));
    }
    for (int id = 0; id < GB_EXCEPTION_COUNT; id++) {
        if (interp->exceptions[id] != NULL)
            gb_decref(gb_value(interp->exceptions[id]));
    }
    gb_side_each(&interp->spec_types, drop_type, NULL);
}

/* --- Types --- */

static bool is_type(const GbObject *object)
{
    return object->type->layout == GB_KIND_TYPE;
}

static void count_type(GbObject *object, void *context)
{
    Teardown *teardown = context;
    teardown->capacity += is_type(object);
}

/* Hold the type, and keep its name and its place in the list. */
static void doom_type(GbObject *object, void *context)
{
    Teardown *teardown = context;
    if (!is_type(object))
        return;
    GbType *type = (GbType *)object;
    Doomed *doomed = &teardown->types[teardown->count];
    doomed->type = type;
    const char *name = gb_str_wtf8(teardown->t, type->name, NULL);
    snprintf(doomed->name, NAME_SIZE, "%s", name == NULL ? type->spec->name : name);
    ++object->refcount;
    ++teardown->count;
}

static void doom_types(Teardown *teardown)
{
    GbHeap *heap = teardown->t->interp->heap;
    gb_heap_each_container(heap, count_type, teardown);
    teardown->types = calloc((size_t)teardown->capacity, sizeof *teardown->types);
    if (teardown->types != NULL)
        gb_heap_each_container(heap, doom_type, teardown);
}

/* Attributes go: methods, properties and the like, which refer to their types. */
static void clear_types(Teardown *teardown)
{
    GbThread *t = teardown->t;
    for (int64_t i = 0; i < teardown->count; i++)
        gb_object_clear(t, &teardown->types[i].type->header);
}

/* Names, bases and arrays go, derived types first: each takes itself out of its bases' lists. Ends
 * since a type without subclasses is left as long as any is. */
static void empty_types(Teardown *teardown)
{
    GbThread *t = teardown->t;
    int64_t left = teardown->count;
    for (int64_t before = left + 1; left > 0 && left < before;) {
        before = left;
        for (int64_t i = 0; i < teardown->count; i++) {
            GbType *type = teardown->types[i].type;
            if (type->base == NULL && type->dict == NULL)
                continue; /* Done already. */
            if (type->subclass_count > 0)
                continue;
            type->header.type->slots.dealloc(t, &type->header);
            type->dict = NULL;
            type->base = NULL;
            --left;
        }
    }
}

static void free_types(Teardown *teardown)
{
    GbHeap *heap = teardown->t->interp->heap;
    /* The metaclasses tell the sizes: ask all before the first goes. */
    size_t *bytes = calloc((size_t)teardown->count, sizeof *bytes);
    for (int64_t i = 0; bytes != NULL && i < teardown->count; i++)
        bytes[i] = gb_object_bytes(&teardown->types[i].type->header);
    for (int64_t i = 0; bytes != NULL && i < teardown->count; i++)
        gb_heap_release_container(heap, teardown->types[i].type, bytes[i]);
    free(bytes);
}

/* --- The report --- */

static void say(Teardown *teardown, const char *format, ...)
{
    const GbOptions *options = &teardown->t->interp->options;
    char line[256];
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (options->report != NULL)
        options->report(options->report_argument, line,
                        (size_t)size < sizeof line ? (size_t)size : sizeof line - 1);
}

static Doomed *doomed_of(Teardown *teardown, const GbType *type)
{
    for (int64_t i = 0; i < teardown->count; i++) {
        if (teardown->types[i].type == type)
            return &teardown->types[i];
    }
    return NULL;
}

static void text_of(const GbObject *object, char *out, size_t size)
{
    GbBorrow v = gb_value(object);
    out[0] = '\0';
    if (gb_is_exact(v, GB_KIND_STR) && gb_str_is_ascii(gb_as_str(v)))
        snprintf(out, size, " '%.*s'", (int)gb_str_length(v), (const char *)gb_as_str(v)->data);
    else if (gb_is_exact(v, GB_KIND_LIST))
        snprintf(out, size, " of %lld", (long long)gb_list_count(v));
    else if (gb_is_exact(v, GB_KIND_TUPLE))
        snprintf(out, size, " of %lld", (long long)gb_tuple_count(v));
}

static void report_object(GbObject *object, void *context)
{
    Teardown *teardown = context;
    if (is_type(object))
        return;
    ++teardown->leaked;
    Doomed *doomed = doomed_of(teardown, object->type);
    if (doomed != NULL && ++doomed->leaked > SHOWN_MAX)
        return;
    char text[60];
    text_of(object, text, sizeof text);
    say(teardown, "leaked: %s%s, %u references\n", doomed == NULL ? "?" : doomed->name, text,
        object->refcount);
}

static void report_types(Teardown *teardown)
{
    for (int64_t i = 0; i < teardown->count; i++) {
        const Doomed *doomed = &teardown->types[i];
        if (doomed->leaked > SHOWN_MAX)
            say(teardown, "leaked: %lld objects of %s in all\n", (long long)doomed->leaked,
                doomed->name);
        if (doomed->type->header.refcount == 1)
            continue;
        ++teardown->leaked;
        say(teardown, "leaked: type %s, %u references too many\n", doomed->name,
            doomed->type->header.refcount - 1);
    }
}

static void report(Teardown *teardown)
{
    gb_heap_each_object(teardown->t->interp->heap, report_object, teardown);
    report_types(teardown);
    teardown->leaked += gb_heap_counts(teardown->t->interp->heap).containers > teardown->count;
}

/* --- The whole --- */

int64_t gb_interp_empty(GbThread *t)
{
    GbInterp *interp = t->interp;
    Teardown teardown = {.t = t};
    clear_given(t);
    collect_all(t);
    interp->silent = true;
    clear_state(t);
    collect_all(t);
    gb_gc_enable(t, false);
    memset(interp->method_cache, 0, GB_METHOD_CACHE_SIZE * sizeof *interp->method_cache);
    doom_types(&teardown);
    if (teardown.types == NULL)
        return 0;
    clear_types(&teardown);
    collect_all(t); /* What the objects of a class without slots kept: they are in no list. */
    drop_type_tables(interp);
    clear_constants(t);
    empty_types(&teardown);
    gb_side_free(t, &interp->spec_types);
    gb_side_free(t, &interp->ids);
    gb_side_free(t, &interp->weakrefs);
    gb_mem_free(t, interp->dying.objects,
                (size_t)interp->dying.capacity * sizeof *interp->dying.objects);
    gb_stack_free(t);
    report(&teardown);
    free_types(&teardown);
    size_t bytes = gb_heap_counts(interp->heap).bytes;
    if (bytes > 0 && teardown.leaked == 0) {
        say(&teardown, "leaked: %zu bytes that are no objects the heap can name\n", bytes);
        ++teardown.leaked;
    }
    free(teardown.types);
    return teardown.leaked;
}
