/* The cache behind functools.lru_cache. */
#ifndef STDLIB_FUNCTOOLS_CACHE_H
#define STDLIB_FUNCTOOLS_CACHE_H

#include "vm/gilbox.h"

/* Add its types to the module. */
int gb_functools_cache_init(GbThread *t, GbBorrow module);

#endif
