/* _lru_cache_wrapper: a function that remembers its results.
 *
 * A dict maps arguments to links. The links of a bounded cache form a ring through `root`, from the
 * one used longest ago to the one used last; the dict owns them. While the wrapped function, a
 * key's __eq__ or a finaliser runs, anything may happen to the cache, so each step leaves it whole;
 * a link that dies leaves its ring. A key is hashed once per call. */
#include "stdlib/functools_cache.h"

typedef struct Link {
    GbObject header;
    struct Cache *cache;        /* In whose ring it is; NULL: in none. */
    struct Link *older, *newer;
    GbRef key, result;
    int64_t hash;
} Link;

typedef struct Cache {
    GbObject header;
    GbRef function;
    GbRef links;       /* dict: key -> Link; without a bound: key -> result */
    GbRef info_type;   /* What cache_info() makes. */
    GbRef mark;        /* Between positional and keyword arguments in keys. */
    Link *oldest, *newest;
    int64_t maxsize;   /* -1: no bound. */
    int64_t hits, misses;
    bool typed;
} Cache;

static const GbTypeSpec cache_spec, link_spec;

static Cache *as_cache(GbBorrow v)
{
    return (Cache *)gb_object(v);
}

static Link *as_link(GbBorrow v)
{
    return (Link *)gb_object(v);
}

/* --- Links --- */

static void ring_remove(Cache *cache, Link *link)
{
    *(link->older ? &link->older->newer : &cache->oldest) = link->newer;
    *(link->newer ? &link->newer->older : &cache->newest) = link->older;
    link->older = link->newer = NULL;
    link->cache = NULL;
}

static void ring_append(Cache *cache, Link *link)
{
    link->cache = cache;
    link->older = cache->newest;
    link->newer = NULL;
    *(cache->newest ? &cache->newest->newer : &cache->oldest) = link;
    cache->newest = link;
}

static void ring_clear(Cache *cache)
{
    while (cache->oldest)
        ring_remove(cache, cache->oldest);
}

static void link_dealloc(GbThread *t, GbObject *self)
{
    Link *link = (Link *)self;
    if (link->cache)
        ring_remove(link->cache, link);
    gb_clear(&link->key);
    gb_clear(&link->result);
}

static int link_visit(GbObject *self, GbVisitor visit, void *context)
{
    GB_VISIT(((Link *)self)->key);
    GB_VISIT(((Link *)self)->result);
    return 0;
}

static const GbTypeSpec link_spec = {
    .name = "functools._lru_list_elem",
    .size = sizeof(Link),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_FINAL | GB_TYPE_IMMUTABLE | GB_TYPE_NO_CREATE,
    .slots = {.dealloc = link_dealloc, .visit = link_visit},
};

/* --- Keys --- */

/* A single int or str is its own key. */
static bool is_own_key(GbBorrow v)
{
    return gb_is_int(v) || gb_is_exact(v, GB_KIND_STR);
}

static void put(GbBorrow tuple, int64_t *at, GbBorrow v)
{
    gb_tuple_set_take(tuple, (*at)++, gb_new_ref(v));
}

/* Positional arguments, then the mark and pairs of name and value, then (typed) the types of all of
 * them. */
static GbRef make_key(GbThread *t, Cache *cache, const GbBorrow *args, int count, GbBorrow names)
{
    int named = names == GB_NULL ? 0 : (int)gb_tuple_count(names), positional = count - named;
    if (!cache->typed && count == 1 && named == 0 && is_own_key(args[0]))
        return gb_new_ref(args[0]);
    int64_t size = positional + (named ? 1 + 2 * (int64_t)named : 0) + (cache->typed ? count : 0),
            at = 0;
    GbRef key = gb_tuple_new(t, size);
    if (key == GB_NULL)
        return GB_NULL;
    for (int i = 0; i < positional; ++i)
        put(key, &at, args[i]);
    if (named)
        put(key, &at, cache->mark);
    for (int i = 0; i < named; ++i) {
        put(key, &at, gb_tuple_peek(names, i));
        put(key, &at, args[positional + i]);
    }
    for (int i = 0; cache->typed && i < count; ++i)
        put(key, &at, gb_value(gb_type_of(t, args[i])));
    return key;
}

/* --- Calling --- */

static GbRef call_unbounded(GbThread *t, Cache *cache, GbBorrow key, int64_t hash,
                            const GbBorrow *args, int count, GbBorrow names)
{
    GbRef result;
    int found = gb_dict_find_hashed(t, cache->links, key, hash, &result);
    if (found < 0)
        return GB_NULL;
    if (found) {
        ++cache->hits;
        return result;
    }
    ++cache->misses;
    result = gb_call(t, cache->function, args, count, names);
    if (result != GB_NULL && gb_dict_set_hashed(t, cache->links, key, hash, result) < 0)
        gb_clear(&result);
    return result;
}

/* Drop the link used longest ago. The dict may have lost it already. 0 or -1. */
static int evict_oldest(GbThread *t, Cache *cache)
{
    Link *oldest = cache->oldest;
    GbRef held = gb_new_ref(gb_value(oldest)), taken = GB_NULL;
    ring_remove(cache, oldest);
    int found = gb_dict_take_hashed(t, cache->links, oldest->key, oldest->hash, &taken);
    gb_clear(&taken);
    gb_decref(held);
    return found < 0 ? -1 : 0;
}

/* Remember the result of a call that has just ended. 0 or -1. */
static int remember(GbThread *t, Cache *cache, GbBorrow key, int64_t hash, GbBorrow result)
{
    GbRef present = GB_NULL;
    int found = gb_dict_find_hashed(t, cache->links, key, hash, &present);
    gb_clear(&present);
    if (found != 0) /* Someone else has called with the same arguments meanwhile. */
        return found < 0 ? -1 : 0;
    if (gb_dict_count(cache->links) >= cache->maxsize && cache->oldest
        && evict_oldest(t, cache) < 0)
        return -1;
    Link *link = gb_object_new(t, gb_spec_type(t, &link_spec));
    if (link == NULL)
        return -1;
    link->key = gb_new_ref(key);
    link->result = gb_new_ref(result);
    link->hash = hash;
    int failed = gb_dict_set_hashed(t, cache->links, key, hash, gb_value(link));
    if (!failed && link->header.refcount > 1)
        ring_append(cache, link);
    gb_decref(gb_value(link));
    return failed;
}

static GbRef call_bounded(GbThread *t, Cache *cache, GbBorrow key, int64_t hash,
                          const GbBorrow *args, int count, GbBorrow names)
{
    GbRef link;
    int found = gb_dict_find_hashed(t, cache->links, key, hash, &link);
    if (found < 0)
        return GB_NULL;
    if (found) {
        if (as_link(link)->cache == cache) {
            ring_remove(cache, as_link(link));
            ring_append(cache, as_link(link));
        }
        ++cache->hits;
        GbRef result = gb_new_ref(as_link(link)->result);
        gb_decref(link);
        return result;
    }
    ++cache->misses;
    GbRef result = gb_call(t, cache->function, args, count, names);
    if (result != GB_NULL && remember(t, cache, key, hash, result) < 0)
        gb_clear(&result);
    return result;
}

static GbRef cache_call(GbThread *t, GbBorrow self, const GbBorrow *args, int count, GbBorrow names)
{
    Cache *cache = as_cache(self);
    if (cache->maxsize == 0) {
        ++cache->misses;
        return gb_call(t, cache->function, args, count, names);
    }
    int64_t hash;
    GbRef key = make_key(t, cache, args, count, names), result = GB_NULL;
    if (key != GB_NULL && gb_hash(t, key, &hash) == 0)
        result = cache->maxsize < 0 ? call_unbounded(t, cache, key, hash, args, count, names)
                                    : call_bounded(t, cache, key, hash, args, count, names);
    gb_clear(&key);
    return result;
}

/* --- Slots --- */

static GbRef cache_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    int64_t maxsize = -1;
    if (!gb_is_callable(t, args[0]))
        return gb_raise(t, gb_TypeError, "the first argument must be callable");
    if (args[1] != GB_NONE) {
        if (!gb_has_index(t, args[1]))
            return gb_raise(t, gb_TypeError, "maxsize should be integer or None");
        if (gb_size_argument(t, args[1], &maxsize) < 0)
            return GB_NULL;
        if (maxsize < 0)
            maxsize = 0;
    }
    int typed = gb_truth(t, args[2]);
    GbRef links = typed < 0 ? GB_NULL : gb_dict_new(t);
    Cache *cache = links == GB_NULL ? NULL : gb_object_new(t, (GbType *)gb_object(type));
    if (cache == NULL) {
        gb_clear(&links);
        return GB_NULL;
    }
    cache->links = links;
    cache->function = gb_new_ref(args[0]);
    cache->info_type = gb_new_ref(args[3]);
    cache->maxsize = maxsize;
    cache->typed = typed;
    GbRef self = gb_value(cache);
    cache->mark = gb_call0(t, gb_value(gb_type(t, OBJECT)));
    if (cache->mark == GB_NULL)
        gb_clear(&self);
    return self;
}

static void cache_dealloc(GbThread *t, GbObject *self)
{
    Cache *cache = (Cache *)self;
    ring_clear(cache);
    gb_clear(&cache->links);
    gb_clear(&cache->function);
    gb_clear(&cache->info_type);
    gb_clear(&cache->mark);
}

static int cache_visit(GbObject *self, GbVisitor visit, void *context)
{
    Cache *cache = (Cache *)self;
    GB_VISIT(cache->links);
    GB_VISIT(cache->function);
    GB_VISIT(cache->info_type);
    GB_VISIT(cache->mark);
    return 0;
}

static GbRef cache_get(GbThread *t, GbBorrow self, GbBorrow instance, GbBorrow type)
{
    if (instance == GB_NULL || instance == GB_NONE)
        return gb_new_ref(self);
    return gb_call2(t, gb_value(gb_type(t, METHOD)), self, instance);
}

/* --- Methods --- */

static GbRef cache_info(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Cache *cache = as_cache(self);
    GbRef result = GB_NULL, maxsize = cache->maxsize < 0 ? GB_NONE : gb_int_new(t, cache->maxsize);
    GbRef hits = gb_int_new(t, cache->hits), misses = gb_int_new(t, cache->misses);
    GbRef count = gb_int_new(t, gb_dict_count(cache->links));
    if (hits != GB_NULL && misses != GB_NULL && maxsize != GB_NULL && count != GB_NULL) {
        GbBorrow fields[] = {hits, misses, maxsize, count};
        result = gb_call(t, cache->info_type, fields, 4, GB_NULL);
    }
    gb_clear(&hits);
    gb_clear(&misses);
    gb_clear(&maxsize);
    gb_clear(&count);
    return result;
}

static GbRef cache_clear(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Cache *cache = as_cache(self);
    GbRef fresh = gb_dict_new(t);
    if (fresh == GB_NULL)
        return GB_NULL;
    ring_clear(cache);
    cache->hits = cache->misses = 0;
    gb_set(&cache->links, fresh);
    return GB_NONE;
}

static GbRef cache_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_attr_get(t, self, gb_name(t, __qualname__));
}

static GbRef cache_copy(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_new_ref(self);
}

static const GbMethodDef cache_methods[] = {
    {"cache_info()", cache_info, "Report cache statistics"},
    {"cache_clear()", cache_clear, "Clear the cache and cache statistics"},
    {"__copy__()", cache_copy, NULL},
    {"__deepcopy__(memo, /)", cache_copy, NULL},
    {"__reduce__()", cache_reduce, NULL},
    {0},
};

static const GbTypeSpec cache_spec = {
    .name = "functools._lru_cache_wrapper",
    .doc = "Create a cached callable that wraps another function.\n\n"
           "user_function:      the function being cached\n\n"
           "maxsize:  0         for no caching\n"
           "          None      for unlimited cache size\n"
           "          n         for a bounded cache\n\n"
           "typed:    False     cache f(3) and f(3.0) as identical calls\n"
           "          True      cache f(3) and f(3.0) as distinct calls\n\n"
           "cache_info_type:    namedtuple class with the fields:\n"
           "                        hits misses currsize maxsize\n",
    .size = sizeof(Cache),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_IMMUTABLE | GB_TYPE_HAS_DICT | GB_TYPE_HAS_WEAKREF
             | GB_TYPE_METHOD,
    .slots =
        {
            .dealloc = cache_dealloc,
            .visit = cache_visit,
            .call = cache_call,
            .descr_get = cache_get,
        },
    .constructor = {"_lru_cache_wrapper(user_function, maxsize, typed, cache_info_type)",
                    cache_create, NULL},
    .methods = cache_methods,
};

int gb_functools_cache_init(GbThread *t, GbBorrow module)
{
    if (gb_module_add_type(t, module, &cache_spec, NULL) < 0)
        return -1;
    return gb_module_add_type(t, module, &link_spec, NULL);
}
