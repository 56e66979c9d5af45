/* Between the files that make up importing. GIL held. */
#ifndef GB_VM_EXEC_IMPORT_PARTS_H
#define GB_VM_EXEC_IMPORT_PARTS_H

#include "vm/exec/import.h"

/* How the module behind a spec comes to be. Specs that scripts make are OTHER: their loader knows.
 */
typedef enum GbSpecKind {
    GB_SPEC_OTHER,
    GB_SPEC_C,         /* `detail` is its GbModuleDef. */
    GB_SPEC_EMBEDDED,  /* `detail` is its GbEmbeddedModule. */
    GB_SPEC_SOURCE,    /* `origin` is its file. */
    GB_SPEC_NAMESPACE, /* A package of folders without __init__.py. */
} GbSpecKind;

/* importlib.machinery.ModuleSpec. */
typedef struct GbModuleSpec {
    GbObject header;
    GbRef name, loader, origin, locations, loader_state, cached; /* GB_NULL: None */
    GbSpecKind kind;
    const void *detail;
    bool has_location, initializing;
} GbModuleSpec;

/* importlib.machinery.SourceFileLoader. */
typedef struct GbSourceLoader {
    GbObject header;
    GbRef name, path;
} GbSourceLoader;

extern const GbTypeSpec gb_module_spec_spec, gb_source_loader_spec, gb_builtin_importer_spec,
    gb_frozen_importer_spec, gb_path_finder_spec;

static inline GbModuleSpec *gb_as_module_spec(GbBorrow v)
{
    return (GbModuleSpec *)gb_object(v);
}

static inline bool gb_is_module_spec(GbThread *t, GbBorrow v)
{
    return gb_is_spec(t, v, &gb_module_spec_spec);
}

/* A spec of a kind with a loader that is a type (BuiltinImporter, ...) or an object. */
GbRef gb_module_spec_new(GbThread *t, GbBorrow name, GbSpecKind kind, GbBorrow loader,
                         GbBorrow origin);
/* "a.b" of "a.b.c"; of a package its own name; "" at the top. A str. */
GbRef gb_module_spec_parent(GbThread *t, const GbModuleSpec *spec);
/* The finders: the spec of a module by full name, None when there is none. */
GbRef gb_import_find_c(GbThread *t, GbBorrow name);
GbRef gb_import_find_embedded(GbThread *t, GbBorrow name);
GbRef gb_import_find_on_path(GbThread *t, GbBorrow name, GbBorrow path);
/* A new, empty module with the attributes that the spec gives it. */
GbRef gb_import_module_from_spec(GbThread *t, GbBorrow spec);
/* Run the code of the spec's module in `module`. 0 or -1. */
int gb_import_exec(GbThread *t, GbBorrow spec, GbBorrow module);
/* The code object of a SOURCE or EMBEDDED spec's module. */
GbRef gb_import_compile_file(GbThread *t, GbBorrow path);
GbRef gb_import_compile_embedded(GbThread *t, const GbEmbeddedModule *embedded);
/* Run code as the body of a module. 0 or -1. */
int gb_import_run_code(GbThread *t, GbBorrow module, GbBorrow code);
/* Is an import of the module of this spec under way (__spec__._initializing)? 1, 0, -1. */
int gb_import_is_initializing(GbThread *t, GbBorrow spec);

/* import_lock.c: one thread at a time imports a module of one name. 1: it is ours, now or already,
 * and must be released; 0: waiting for it would wait for ourselves; -1: failed. */
int gb_import_lock(GbThread *t, GbBorrow name);
void gb_import_unlock(GbThread *t, GbBorrow name);
bool gb_import_lock_held(GbThread *t);
/* In the child of a fork: what other threads were importing nobody imports now. */
void gb_import_forget_others(GbThread *t);

#endif
