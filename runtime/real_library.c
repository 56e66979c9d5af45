/* Shared libraries that the user names: the way in for plug-ins. */
#include "runtime/real.h"

#include <dlfcn.h>
#include <stdio.h>

int rt_library_symbol(const char *path, const char *symbol, void **out, char *why, size_t size)
{
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    void *found = library ? dlsym(library, symbol) : NULL;
    if (found) {
        *out = found;
        return 0;
    }
    const char *reason = dlerror();
    snprintf(why, size, "%s", reason ? reason : "it has no such symbol");
    if (library)
        dlclose(library);
    return RT_EINVAL;
}
