/* Hash objects, as hashlib hands them out, of any algorithm; and keyed ones (HMAC).
 *
 * Long inputs are hashed without the GIL, under the object's own mutex: two threads that feed one
 * object take turns. Nobody waits for the mutex with the GIL held. */
#include "stdlib/hash_parts.h"

enum { LONG_INPUT = 2048, XOF_DIGEST_MAX = 1 << 29 };

/* Room for a copy of any state. */
typedef union StateCopy {
    HashHmac hmac;
    uint64_t words[64];
} StateCopy;

static HashObject *as_hash(GbBorrow v)
{
    return (HashObject *)gb_object(v);
}

/* --- One hash after another --- */

void gb_hash_once(const HashAlgorithm *algorithm, const uint8_t *data, size_t size, uint8_t *digest)
{
    StateCopy state;
    algorithm->init(algorithm, &state);
    algorithm->update(&state, data, size);
    algorithm->finish(&state, digest, algorithm->digest_size);
}

void gb_hash_hmac_init(HashHmac *hmac, const HashAlgorithm *algorithm, const uint8_t *key,
                       size_t size)
{
    uint8_t block[HASH_BLOCK_MAX] = {0}, pad[HASH_BLOCK_MAX];
    hmac->algorithm = algorithm;
    if (size > algorithm->block_size)
        gb_hash_once(algorithm, key, size, block);
    else if (size > 0)
        memcpy(block, key, size);
    algorithm->init(algorithm, hmac->inner);
    algorithm->init(algorithm, hmac->outer);
    for (uint32_t i = 0; i < algorithm->block_size; i++)
        pad[i] = block[i] ^ 0x36;
    algorithm->update(hmac->inner, pad, algorithm->block_size);
    for (uint32_t i = 0; i < algorithm->block_size; i++)
        pad[i] = block[i] ^ 0x5c;
    algorithm->update(hmac->outer, pad, algorithm->block_size);
}

void gb_hash_hmac_finish(HashHmac *hmac, uint8_t *digest)
{
    const HashAlgorithm *algorithm = hmac->algorithm;
    algorithm->finish(hmac->inner, digest, algorithm->digest_size);
    algorithm->update(hmac->outer, digest, algorithm->digest_size);
    algorithm->finish(hmac->outer, digest, algorithm->digest_size);
}

static void feed(GbThread *t, HashObject *hash, const uint8_t *data, size_t size)
{
    gb_charge(t, RT_COST_BYTE, (int64_t)size * HASH_BYTES_COPIED_MEANWHILE);
    if (hash->algorithm != NULL) {
        hash->algorithm->update(hash->state, data, size);
    } else {
        HashHmac *hmac = hash->state;
        hmac->algorithm->update(hmac->inner, data, size);
    }
}

static const HashAlgorithm *algorithm_of(const HashObject *hash)
{
    return hash->algorithm != NULL ? hash->algorithm : ((HashHmac *)hash->state)->algorithm;
}

/* --- Taking turns --- */

static void feed_in_turn(GbThread *t, HashObject *hash, const uint8_t *data, size_t size)
{
    Rt *rt = gb_rt(t);
    if (size < LONG_INPUT && (hash->mutex == NULL || rt_mutex_trylock(rt, hash->mutex))) {
        feed(t, hash, data, size);
        if (hash->mutex != NULL)
            rt_mutex_unlock(rt, hash->mutex);
        return;
    }
    if (hash->mutex == NULL && rt_mutex_new(rt, &hash->mutex) != 0) {
        feed(t, hash, data, size); /* Then with the GIL. */
        return;
    }
    gb_unlock(t, GIL_COMPUTE);
    rt_mutex_lock(rt, hash->mutex);
    feed(t, hash, data, size);
    rt_mutex_unlock(rt, hash->mutex);
    gb_lock(t);
}

static void copy_in_turn(GbThread *t, HashObject *hash, void *state)
{
    Rt *rt = gb_rt(t);
    if (hash->mutex == NULL) {
        memcpy(state, hash->state, hash->state_size);
        return;
    }
    gb_unlock(t, GIL_COMPUTE);
    rt_mutex_lock(rt, hash->mutex);
    memcpy(state, hash->state, hash->state_size);
    rt_mutex_unlock(rt, hash->mutex);
    gb_lock(t);
}

/* --- Making --- */

int gb_hash_buffer_get(GbThread *t, GbBorrow data, GbBuffer *buffer)
{
    if (gb_is_str(data))
        return gb_fail(t, gb_TypeError, "Strings must be encoded before hashing");
    if (gb_buffer_get(t, data, buffer) == 0)
        return 0;
    if (gb_raised_drop_if(t, gb_TypeError))
        gb_raise(t, gb_TypeError, "object supporting the buffer API required");
    return -1;
}

static int feed_argument(GbThread *t, HashObject *hash, GbBorrow data)
{
    GbBuffer buffer;
    if (data == GB_NULL)
        return 0;
    if (gb_hash_buffer_get(t, data, &buffer) < 0)
        return -1;
    feed_in_turn(t, hash, buffer.data, (size_t)buffer.size);
    gb_buffer_release(t, &buffer);
    return 0;
}

static HashObject *object_new(GbThread *t, GbType *type, const void *state, size_t state_size)
{
    HashObject *hash = gb_object_new(t, type);
    if (hash == NULL)
        return NULL;
    hash->state = gb_mem_new(t, state_size);
    if (hash->state == NULL) {
        gb_decref(gb_value(hash));
        return NULL;
    }
    hash->state_size = state_size;
    memcpy(hash->state, state, state_size);
    return hash;
}

GbRef gb_hash_object_from_state(GbThread *t, GbType *type, const HashAlgorithm *algorithm,
                                const void *state, uint32_t digest_size, GbBorrow data)
{
    HashObject *hash = object_new(t, type, state, algorithm->state_size);
    if (hash == NULL)
        return GB_NULL;
    hash->algorithm = algorithm;
    hash->digest_size = digest_size;
    if (feed_argument(t, hash, data) == 0)
        return gb_value(hash);
    gb_decref(gb_value(hash));
    return GB_NULL;
}

GbRef gb_hash_object_new(GbThread *t, const HashAlgorithm *algorithm, GbBorrow data)
{
    /* The types are _hashlib's, whichever module one comes from. */
    GbRef module = gb_import(t, "_hashlib");
    if (module == GB_NULL)
        return GB_NULL;
    gb_decref(module);
    StateCopy state;
    const GbTypeSpec *spec = algorithm->digest_size == 0 ? &gb_hash_xof_spec : &gb_hash_spec;
    algorithm->init(algorithm, &state);
    return gb_hash_object_from_state(t, gb_spec_type(t, spec), algorithm, &state,
                                     algorithm->digest_size, data);
}

GbRef gb_hmac_new(GbThread *t, const HashAlgorithm *algorithm, GbBorrow key, GbBorrow data)
{
    HashHmac hmac = {0};
    GbBuffer buffer;
    if (gb_hash_buffer_get(t, key, &buffer) < 0)
        return GB_NULL;
    gb_hash_hmac_init(&hmac, algorithm, buffer.data, (size_t)buffer.size);
    gb_buffer_release(t, &buffer);
    HashObject *hash = object_new(t, gb_spec_type(t, &gb_hmac_spec), &hmac, sizeof hmac);
    if (hash == NULL)
        return GB_NULL;
    hash->digest_size = algorithm->digest_size;
    if (feed_argument(t, hash, data) == 0)
        return gb_value(hash);
    gb_decref(gb_value(hash));
    return GB_NULL;
}

/* --- Slots --- */

void gb_hash_dealloc(GbThread *t, GbObject *self)
{
    HashObject *hash = (HashObject *)self;
    gb_mem_free(t, hash->state, hash->state_size);
    rt_mutex_free(gb_rt(t), hash->mutex);
}

static GbRef hash_repr(GbThread *t, GbBorrow self)
{
    return gb_str_format(t, "<%s %N object @ 0x%llx>", as_hash(self)->algorithm->name,
                         gb_type_of(t, self), (long long)gb_identity_u64(t, self));
}

static GbRef hmac_repr(GbThread *t, GbBorrow self)
{
    return gb_str_format(t, "<%s HMAC object @ 0x%llx>", algorithm_of(as_hash(self))->name,
                         (long long)gb_identity_u64(t, self));
}

/* --- Methods --- */

static GbRef hash_update(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return feed_argument(t, as_hash(self), args[0]) < 0 ? GB_NULL : GB_NONE;
}

static GbRef hash_copy(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    StateCopy state;
    HashObject *hash = as_hash(self);
    copy_in_turn(t, hash, &state);
    HashObject *copy = object_new(t, gb_type_of(t, self), &state, hash->state_size);
    if (copy == NULL)
        return GB_NULL;
    copy->algorithm = hash->algorithm;
    copy->digest_size = hash->digest_size;
    return gb_value(copy);
}

static void read_digest(GbThread *t, HashObject *hash, uint8_t *digest, size_t size)
{
    StateCopy state;
    copy_in_turn(t, hash, &state);
    if (hash->algorithm == NULL)
        gb_hash_hmac_finish(&state.hmac, digest);
    else
        hash->algorithm->finish(&state, digest, size);
}

static GbRef hex_take(GbThread *t, GbRef bytes)
{
    GbRef text = bytes == GB_NULL ? GB_NULL : gb_call_method_c(t, bytes, "hex", NULL, 0);
    gb_xdecref(bytes);
    return text;
}

static GbRef hash_digest(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    uint8_t digest[HASH_DIGEST_MAX];
    read_digest(t, as_hash(self), digest, as_hash(self)->digest_size);
    return gb_bytes_new(t, digest, as_hash(self)->digest_size);
}

static GbRef hash_hexdigest(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return hex_take(t, hash_digest(t, self, args));
}

static GbRef xof_digest(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t size;
    if (gb_index_i64(t, args[0], &size, gb_OverflowError) < 0)
        return GB_NULL;
    if (size < 0)
        return gb_raise(t, gb_ValueError, "value must be positive");
    if (size >= XOF_DIGEST_MAX)
        return gb_raise(t, gb_ValueError, "length is too large");
    GbRef digest = gb_bytes_new(t, NULL, (size_t)size);
    if (digest != GB_NULL)
        read_digest(t, as_hash(self), gb_bytes_data(digest), (size_t)size);
    return digest;
}

static GbRef xof_hexdigest(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return hex_take(t, xof_digest(t, self, args));
}

static GbRef hash_get_name(GbThread *t, GbBorrow self)
{
    HashObject *hash = as_hash(self);
    return gb_str_format(t, "%s%s", hash->algorithm == NULL ? "hmac-" : "",
                         algorithm_of(hash)->name);
}

static GbRef hash_get_digest_size(GbThread *t, GbBorrow self)
{
    return gb_small_new(as_hash(self)->digest_size);
}

static GbRef hash_get_block_size(GbThread *t, GbBorrow self)
{
    return gb_small_new(algorithm_of(as_hash(self))->block_size);
}

/* --- Tables --- */

const GbMethodDef gb_hash_methods[] = {
    {"update(obj, /)", hash_update, "Update this hash object's state with the provided string."},
    {"digest()", hash_digest, "Return the digest value as a bytes object."},
    {"hexdigest()", hash_hexdigest, "Return the digest value as a string of hexadecimal digits."},
    {"copy()", hash_copy, "Return a copy of the hash object."},
    {0},
};

const GbGetSetDef gb_hash_getsets[] = {
    {"digest_size", hash_get_digest_size, NULL, NULL},
    {"block_size", hash_get_block_size, NULL, NULL},
    {"name", hash_get_name, NULL, "algorithm name."},
    {0},
};

static const GbMethodDef xof_methods[] = {
    {"digest(length)", xof_digest, "Return the digest value as a bytes object."},
    {"hexdigest(length)", xof_hexdigest,
     "Return the digest value as a string of hexadecimal digits."},
    {0},
};

static const GbMethodDef hmac_methods[] = {
    {"update(msg)", hash_update, "Update the HMAC object with msg."},
    {"digest()", hash_digest,
     "Return the digest of the bytes passed to the update() method so far."},
    {"hexdigest()", hash_hexdigest,
     "Return hexadecimal digest of the bytes passed to the update() "
     "method so far."},
    {"copy()", hash_copy, "Return a copy (\"clone\") of the HMAC object."},
    {0},
};

const GbTypeSpec gb_hash_spec = {
    .name = "_hashlib.HASH",
    .doc = "A hash is an object used to calculate a checksum of a string of information.",
    .size = sizeof(HashObject),
    .flags = GB_TYPE_NO_CREATE | GB_TYPE_IMMUTABLE,
    .slots = {.dealloc = gb_hash_dealloc, .repr = hash_repr},
    .methods = gb_hash_methods,
    .getsets = gb_hash_getsets,
};

const GbTypeSpec gb_hash_xof_spec = {
    .name = "_hashlib.HASHXOF",
    .doc = "A hash is an object used to calculate a checksum of a string of information.",
    .size = sizeof(HashObject),
    .flags = GB_TYPE_NO_CREATE | GB_TYPE_IMMUTABLE,
    .slots = {.dealloc = gb_hash_dealloc, .repr = hash_repr},
    .methods = xof_methods,
};

const GbTypeSpec gb_hmac_spec = {
    .name = "_hashlib.HMAC",
    .doc = "The object used to calculate HMAC of a message.",
    .size = sizeof(HashObject),
    .flags = GB_TYPE_NO_CREATE | GB_TYPE_IMMUTABLE,
    .slots = {.dealloc = gb_hash_dealloc, .repr = hmac_repr},
    .methods = hmac_methods,
    .getsets = gb_hash_getsets,
};
