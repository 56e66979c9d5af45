/* _hashlib: every hash function by name, HMAC and key derivation, what CPython takes from OpenSSL;
 * and _md5, _sha1, _sha256, _sha512, _sha3, which offer the same functions each on its own. */
#include "stdlib/hash_parts.h"

static const GbErrorSpec unsupported_error = {"_hashlib.UnsupportedDigestmodError", gb_ValueError,
                                              NULL};

/* --- Finding algorithms --- */

static const HashAlgorithm *const tables[] = {gb_hash_md, gb_hash_keccak, gb_hash_blake2};

const HashAlgorithm *gb_hash_at(int index)
{
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        for (const HashAlgorithm *row = tables[i]; row->name != NULL; row++) {
            if (index-- == 0)
                return row;
        }
    }
    return NULL;
}

/* "SHA3-256" for sha3_256: capitals and dashes are as good. */
static bool is_same_name(const char *known, const char *name)
{
    for (; *known != '\0' && *name != '\0'; known++, name++) {
        char c = *name >= 'A' && *name <= 'Z' ? (char)(*name + 32) : *name == '-' ? '_' : *name;
        if (c != *known)
            return false;
    }
    return *known == *name;
}

const HashAlgorithm *gb_hash_find(const char *name)
{
    const HashAlgorithm *algorithm;
    for (int i = 0; (algorithm = gb_hash_at(i)) != NULL; i++) {
        if (is_same_name(algorithm->name, name))
            return algorithm;
    }
    return NULL;
}

/* A digestmod: a name, or one of the functions here. NULL fails. */
static const HashAlgorithm *find_algorithm(GbThread *t, GbBorrow digestmod)
{
    static const char prefix[] = "openssl_";
    GbRef name = GB_NULL, word = GB_NULL;
    const HashAlgorithm *algorithm = NULL;
    if (gb_is_str(digestmod))
        name = gb_new_ref(digestmod);
    else if ((word = gb_str_new(t, "__name__")) == GB_NULL ||
             gb_attr_find(t, digestmod, word, &name) < 0)
        gb_raised_drop(t);
    const char *text = name == GB_NULL || !gb_is_str(name) ? NULL : gb_str_utf8(t, name, NULL);
    gb_raised_drop(t);
    if (text != NULL && strncmp(text, prefix, sizeof prefix - 1) == 0)
        algorithm = gb_hash_find(text + sizeof prefix - 1);
    else if (text != NULL && gb_is_str(digestmod))
        algorithm = gb_hash_find(text);
    if (algorithm == NULL || algorithm->digest_size == 0) {
        gb_raise_error(t, &unsupported_error, "Unsupported digestmod %S", digestmod);
        algorithm = NULL;
    }
    gb_xdecref(name);
    gb_xdecref(word);
    return algorithm;
}

/* --- Constructors: one for each algorithm --- */

#define HASH_FUNCTION(id)                                                                          \
    static GbRef hash_##id(GbThread *t, GbBorrow self, const GbBorrow *args)                       \
    {                                                                                              \
        return gb_hash_object_new(t, gb_hash_find(#id), args[0]);                                  \
    }
HASH_FUNCTION(md5)
HASH_FUNCTION(sha1)
HASH_FUNCTION(sha224)
HASH_FUNCTION(sha256)
HASH_FUNCTION(sha384)
HASH_FUNCTION(sha512)
HASH_FUNCTION(sha3_224)
HASH_FUNCTION(sha3_256)
HASH_FUNCTION(sha3_384)
HASH_FUNCTION(sha3_512)
HASH_FUNCTION(shake_128)
HASH_FUNCTION(shake_256)

static GbRef hashlib_new(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    const char *name = gb_is_str(args[0]) ? gb_str_utf8(t, args[0], NULL) : NULL;
    if (name == NULL)
        return gb_raised(t) ? GB_NULL : gb_raise(t, gb_TypeError, "name must be a string");
    const HashAlgorithm *algorithm = gb_hash_find(name);
    if (algorithm == NULL)
        return gb_raise(t, gb_ValueError, "unsupported hash type %s", name);
    return gb_hash_object_new(t, algorithm, args[1]);
}

/* --- HMAC and keys from passwords --- */

static GbRef hashlib_hmac_new(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (args[2] == GB_NONE)
        return gb_raise(t, gb_TypeError, "Missing required parameter 'digestmod'.");
    const HashAlgorithm *algorithm = find_algorithm(t, args[2]);
    return algorithm == NULL
               ? GB_NULL
               : gb_hmac_new(t, algorithm, args[0], args[1] == GB_NONE ? GB_NULL : args[1]);
}

static GbRef hashlib_hmac_digest(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    const HashAlgorithm *algorithm = find_algorithm(t, args[2]);
    GbRef hmac = algorithm == NULL ? GB_NULL : gb_hmac_new(t, algorithm, args[0], args[1]);
    GbRef digest = hmac == GB_NULL ? GB_NULL : gb_call_method_c(t, hmac, "digest", NULL, 0);
    gb_xdecref(hmac);
    return digest;
}

static GbRef hashlib_pbkdf2_hmac(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t iterations, size;
    GbBuffer password, salt;
    HashHmac keyed = {0};
    if (!gb_is_str(args[0]))
        return gb_raise(t, gb_TypeError, "pbkdf2_hmac() argument 'hash_name' must be str, not %T",
                        args[0]);
    const HashAlgorithm *algorithm = find_algorithm(t, args[0]);
    if (algorithm == NULL || gb_index_i64(t, args[3], &iterations, gb_OverflowError) < 0)
        return GB_NULL;
    size = algorithm->digest_size;
    if (args[4] != GB_NONE && gb_index_i64(t, args[4], &size, gb_OverflowError) < 0)
        return GB_NULL;
    if (iterations < 1)
        return gb_raise(t, gb_ValueError, "iteration value must be greater than 0.");
    if (size < 1)
        return gb_raise(t, gb_ValueError, "key length must be greater than 0.");
    if (iterations > INT32_MAX || size > INT32_MAX)
        return gb_raise(t, gb_OverflowError, "%s value is too great.",
                        size > INT32_MAX ? "key length" : "iteration");
    if (gb_buffer_get(t, args[1], &password) < 0)
        return GB_NULL;
    GbRef key = GB_NULL;
    if (gb_buffer_get(t, args[2], &salt) == 0) {
        key = gb_bytes_new(t, NULL, (size_t)size);
        if (key != GB_NULL) {
            gb_hash_hmac_init(&keyed, algorithm, password.data, (size_t)password.size);
            uint8_t *bytes = gb_bytes_data(key);
            gb_unlock(t, GIL_COMPUTE);
            gb_hash_pbkdf2(t, &keyed, salt.data, (size_t)salt.size, iterations, bytes, size);
            gb_lock(t);
        }
        gb_buffer_release(t, &salt);
    }
    gb_buffer_release(t, &password);
    return key;
}

/* scrypt's n, r or p. */
static int scrypt_number(GbThread *t, GbBorrow v, const char *name, int64_t *out)
{
    if (v != GB_NONE && !gb_is_intlike(v))
        return gb_raise(t, gb_TypeError, "scrypt() argument '%s' must be int, not %T", name, v), -1;
    if (v == GB_NONE || !gb_int_peek_i64(v, out) || *out < 0)
        return gb_raise(t, gb_TypeError, "%s is required and must be an unsigned int", name), -1;
    return 0;
}

/* Are n, r and p something that the memory allows? As OpenSSL counts, a bit more than is needed. */
static int scrypt_check(GbThread *t, int64_t n, int64_t r, int64_t p, int64_t most)
{
    enum { MOST_PRODUCT = (1 << 30) - 1, USUAL_MEMORY = 32 * 1024 * 1024 };
    if (n < 2 || (n & (n - 1)) != 0)
        return gb_raise(t, gb_ValueError, "n must be a power of 2."), -1;
    if (most < 0 || most >= INT32_MAX)
        return gb_raise(t, gb_ValueError, "maxmem must be positive and smaller than %d", INT32_MAX),
               -1;
    if (r < 1 || p < 1)
        return gb_raise(t, gb_ValueError, "Invalid parameter combination for n, r, p, maxmem."), -1;
    if (most == 0)
        most = USUAL_MEMORY;
    if (r > MOST_PRODUCT || p > MOST_PRODUCT / r || (r < 4 && n >= (int64_t)1 << (16 * r)) ||
        n + 2 > most / 128 / r - p)
        return gb_raise(t, gb_ValueError, "[digital envelope routines] memory limit exceeded"), -1;
    return 0;
}

/* The key, made without the GIL. */
static GbRef scrypt_key(GbThread *t, const GbBuffer *password, HashScrypt *how, int64_t size)
{
    HashHmac keyed = {0};
    size_t memory_size = gb_hash_scrypt_memory(how->n, how->r), blocks_size = how->p * how->r * 128;
    GbRef key = gb_bytes_new(t, NULL, (size_t)size);
    how->memory = key == GB_NULL ? NULL : gb_mem_new(t, memory_size);
    how->blocks = how->memory == NULL ? NULL : gb_mem_new(t, blocks_size);
    if (how->blocks == NULL) {
        gb_clear(&key);
    } else {
        gb_hash_hmac_init(&keyed, gb_hash_find("sha256"), password->data, (size_t)password->size);
        uint8_t *bytes = gb_bytes_data(key);
        gb_unlock(t, GIL_COMPUTE);
        gb_hash_scrypt(t, &keyed, how, bytes, size);
        gb_lock(t);
        gb_mem_free(t, how->blocks, blocks_size);
    }
    if (how->memory != NULL)
        gb_mem_free(t, how->memory, memory_size);
    return key;
}

static GbRef hashlib_scrypt(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t n, r, p, most, size;
    GbBuffer password, salt;
    if (args[1] == GB_NONE)
        return gb_raise(t, gb_TypeError, "salt is required");
    if (scrypt_number(t, args[2], "n", &n) < 0 || scrypt_number(t, args[3], "r", &r) < 0 ||
        scrypt_number(t, args[4], "p", &p) < 0 ||
        gb_index_i64(t, args[5], &most, gb_OverflowError) < 0 ||
        gb_index_i64(t, args[6], &size, gb_OverflowError) < 0 || scrypt_check(t, n, r, p, most) < 0)
        return GB_NULL;
    if (size < 1 || size >= INT32_MAX)
        return gb_raise(t, gb_ValueError, "dklen must be greater than 0 and smaller than %d",
                        INT32_MAX);
    GbRef key = GB_NULL;
    if (gb_buffer_get(t, args[0], &password) < 0)
        return GB_NULL;
    if (gb_buffer_get(t, args[1], &salt) == 0) {
        HashScrypt how = {.salt = salt.data,
                          .salt_size = (size_t)salt.size,
                          .n = (size_t)n,
                          .r = (size_t)r,
                          .p = (size_t)p};
        key = scrypt_key(t, &password, &how, size);
        gb_buffer_release(t, &salt);
    }
    gb_buffer_release(t, &password);
    return key;
}

static GbRef hashlib_get_fips_mode(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_small_new(0);
}

/* --- Tables --- */

#define HASH_ROW(prefix, id)                                                                       \
    {                                                                                              \
        prefix #id "(string=?, *, usedforsecurity=True)", hash_##id,                               \
            "Returns a " #id " hash object"                                                        \
    }

static const GbMethodDef hashlib_functions[] = {
    HASH_ROW("openssl_", md5),
    HASH_ROW("openssl_", sha1),
    HASH_ROW("openssl_", sha224),
    HASH_ROW("openssl_", sha256),
    HASH_ROW("openssl_", sha384),
    HASH_ROW("openssl_", sha512),
    HASH_ROW("openssl_", sha3_224),
    HASH_ROW("openssl_", sha3_256),
    HASH_ROW("openssl_", sha3_384),
    HASH_ROW("openssl_", sha3_512),
    HASH_ROW("openssl_", shake_128),
    HASH_ROW("openssl_", shake_256),
    {"new(name, string=?, *, usedforsecurity=True)", hashlib_new,
     "Return a new hash object using the named algorithm."},
    {"hmac_new(key, msg=None, digestmod=None)", hashlib_hmac_new, "Return a new hmac object."},
    {"hmac_digest(key, msg, digest)", hashlib_hmac_digest, "Single-shot HMAC."},
    {"pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None)", hashlib_pbkdf2_hmac,
     "Password based key derivation function 2 (PKCS #5 v2.0) with HMAC as pseudorandom function."},
    {"scrypt(password, *, salt=None, n=None, r=None, p=None, maxmem=0, dklen=64)", hashlib_scrypt,
     "scrypt password-based key derivation function."},
    {"get_fips_mode()", hashlib_get_fips_mode,
     "Determine the OpenSSL FIPS mode of operation: there is none here."},
    {0},
};

/* The names of all algorithms, for hashlib.algorithms_available. */
static GbRef all_names(GbThread *t)
{
    const HashAlgorithm *algorithm;
    GbRef list = gb_list_new(t, 0);
    for (int i = 0; list != GB_NULL && (algorithm = gb_hash_at(i)) != NULL; i++) {
        if (gb_list_append_take(t, list, gb_str_new(t, algorithm->name)) < 0)
            gb_clear(&list);
    }
    GbRef set = list == GB_NULL ? GB_NULL : gb_frozenset_new(t, list);
    gb_xdecref(list);
    return set;
}

static int hashlib_init(GbThread *t, GbBorrow module)
{
    if (gb_module_add_type(t, module, &gb_hash_spec, NULL) < 0 ||
        gb_module_add_type(t, module, &gb_hash_xof_spec, gb_spec_type(t, &gb_hash_spec)) < 0 ||
        gb_module_add_type(t, module, &gb_hmac_spec, NULL) < 0 ||
        gb_module_add_error(t, module, &unsupported_error) == NULL ||
        gb_module_set_take(t, module, "openssl_md_meth_names", all_names(t)) < 0 ||
        gb_module_set_take(t, module, "_constructors", gb_dict_new(t)) < 0)
        return -1;
    GbRef operators = gb_import(t, "_operator");
    GbRef compare = operators == GB_NULL ? GB_NULL : gb_attr_get_c(t, operators, "_compare_digest");
    gb_xdecref(operators);
    return gb_module_set_take(t, module, "compare_digest", compare);
}

const GbModuleDef gb_module_hashlib = {
    "_hashlib",
    "Hash functions, keyed ones among them.",
    hashlib_functions,
    hashlib_init,
};

static const GbMethodDef md5_functions[] = {HASH_ROW("", md5), {0}};
static const GbMethodDef sha1_functions[] = {HASH_ROW("", sha1), {0}};
static const GbMethodDef sha256_functions[] = {HASH_ROW("", sha224), HASH_ROW("", sha256), {0}};
static const GbMethodDef sha512_functions[] = {HASH_ROW("", sha384), HASH_ROW("", sha512), {0}};
static const GbMethodDef sha3_functions[] = {
    HASH_ROW("", sha3_224),
    HASH_ROW("", sha3_256),
    HASH_ROW("", sha3_384),
    HASH_ROW("", sha3_512),
    HASH_ROW("", shake_128),
    HASH_ROW("", shake_256),
    {0},
};

const GbModuleDef gb_module_md5 = {"_md5", NULL, md5_functions, NULL};
const GbModuleDef gb_module_sha1 = {"_sha1", NULL, sha1_functions, NULL};
const GbModuleDef gb_module_sha256 = {"_sha256", NULL, sha256_functions, NULL};
const GbModuleDef gb_module_sha512 = {"_sha512", NULL, sha512_functions, NULL};
const GbModuleDef gb_module_sha3 = {"_sha3", NULL, sha3_functions, NULL};
