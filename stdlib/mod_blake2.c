/* _blake2: blake2b and blake2s with all that they can be told: key, salt, tree. */
#include "stdlib/hash_parts.h"

#include <stdio.h>

/* What the two differ in, besides the algorithm. */
typedef struct Limits {
    const HashAlgorithm *algorithm;
    int64_t key_max, text_max; /* Bytes of the key; of salt and person. */
    uint64_t offset_max;
} Limits;

static const Limits limits_b = {&gb_hash_blake2[0], 64, 16, UINT64_MAX};
static const Limits limits_s = {&gb_hash_blake2[1], 32, 8, ((uint64_t)1 << 48) - 1};

/* --- Reading the options --- */

/* Bytes up to `max` of them, copied; *size when asked for. */
static int read_bytes(GbThread *t, GbBorrow v, const char *what, int64_t max, uint8_t *out,
                      uint32_t *size)
{
    GbBuffer buffer;
    if (v == GB_NULL)
        return 0;
    if (gb_buffer_get(t, v, &buffer) < 0)
        return -1;
    int result = 0;
    if (buffer.size > max)
        result = gb_fail(t, gb_ValueError, "maximum %s length is %lld bytes", what, (long long)max);
    else if (buffer.size > 0)
        memcpy(out, buffer.data, (size_t)buffer.size);
    if (size != NULL)
        *size = (uint32_t)buffer.size;
    gb_buffer_release(t, &buffer);
    return result;
}

static int read_number(GbThread *t, GbBorrow v, int64_t min, int64_t max, const char *refusal,
                       uint32_t *out)
{
    int64_t number;
    if (gb_index_i64(t, v, &number, gb_OverflowError) < 0)
        return -1;
    if (number < min || number > max)
        return gb_fail(t, gb_ValueError, "%s", refusal);
    *out = (uint32_t)number;
    return 0;
}

/* Any int up to `max`; negative and greater ones overflow. */
static int read_unsigned(GbThread *t, GbBorrow v, uint64_t max, const char *refusal, uint64_t *out)
{
    uint8_t bytes[8];
    GbRef number = gb_index(t, v);
    if (number == GB_NULL)
        return -1;
    int result = 0;
    if (gb_int_sign(number) < 0)
        result = gb_fail(t, gb_ValueError, "value must be positive");
    else if (gb_int_bit_length(number) > 64)
        result = gb_fail(t, gb_OverflowError, "int too big to convert");
    else
        result = gb_int_to_bytes(t, number, bytes, sizeof bytes, false, false);
    gb_decref(number);
    if (result < 0)
        return -1;
    *out = 0;
    for (int i = 7; i >= 0; i--)
        *out = *out << 8 | bytes[i];
    return *out <= max ? 0 : gb_fail(t, gb_OverflowError, "%s", refusal);
}

/* args: data, digest_size, key, salt, person, fanout, depth, leaf_size, node_offset, node_depth,
 * inner_size, last_node, usedforsecurity */
static int read_options(GbThread *t, const Limits *limits, const GbBorrow *args,
                        HashBlake2Options *options)
{
    uint32_t digest_max = limits->algorithm->digest_size;
    uint64_t leaf_size;
    char digest_refusal[64], inner_refusal[64];
    snprintf(digest_refusal, sizeof digest_refusal, "digest_size must be between 1 and %u bytes",
             digest_max);
    snprintf(inner_refusal, sizeof inner_refusal, "inner_size must be between 0 and is %u",
             digest_max);
    if (read_number(t, args[1], 1, digest_max, digest_refusal, &options->digest_size) < 0 ||
        read_bytes(t, args[3], "salt", limits->text_max, options->salt, NULL) < 0 ||
        read_bytes(t, args[4], "person", limits->text_max, options->person, NULL) < 0 ||
        read_number(t, args[5], 0, 255, "fanout must be between 0 and 255", &options->fanout) < 0 ||
        read_number(t, args[6], 1, 255, "depth must be between 1 and 255", &options->depth) < 0 ||
        read_unsigned(t, args[7], UINT32_MAX, "leaf_size is too large", &leaf_size) < 0 ||
        read_unsigned(t, args[8], limits->offset_max, "node_offset is too large",
                      &options->node_offset) < 0 ||
        read_number(t, args[9], 0, 255, "node_depth must be between 0 and 255",
                    &options->node_depth) < 0 ||
        read_number(t, args[10], 0, digest_max, inner_refusal, &options->inner_size) < 0)
        return -1;
    options->leaf_size = (uint32_t)leaf_size;
    int last = gb_truth(t, args[11]);
    options->last_node = last > 0;
    return last < 0
               ? -1
               : read_bytes(t, args[2], "key", limits->key_max, options->key, &options->key_size);
}

static GbRef blake2_create(GbThread *t, GbBorrow type, const Limits *limits, const GbBorrow *args)
{
    HashBlake2Options options = {0};
    uint64_t state[64];
    if (read_options(t, limits, args, &options) < 0)
        return GB_NULL;
    gb_hash_blake2_init(limits->algorithm, state, &options);
    return gb_hash_object_from_state(t, (GbType *)gb_object(type), limits->algorithm, state,
                                     options.digest_size, args[0]);
}

static GbRef blake2b_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    return blake2_create(t, type, &limits_b, args);
}

static GbRef blake2s_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    return blake2_create(t, type, &limits_s, args);
}

/* --- Tables --- */

#define BLAKE2_PARAMETERS(digest)                                                                  \
    "(data=?, /, *, digest_size=" digest ", key=?, salt=?, person=?, fanout=1, depth=1, "          \
    "leaf_size=0, node_offset=0, node_depth=0, inner_size=0, last_node=False, "                    \
    "usedforsecurity=True)"

static const GbTypeSpec blake2b_spec = {
    .name = "_blake2.blake2b",
    .doc = "Return a new BLAKE2b hash object.",
    .size = sizeof(HashObject),
    .slots = {.dealloc = gb_hash_dealloc},
    .constructor = {"blake2b" BLAKE2_PARAMETERS("64"), blake2b_create, NULL},
    .methods = gb_hash_methods,
    .getsets = gb_hash_getsets,
};

static const GbTypeSpec blake2s_spec = {
    .name = "_blake2.blake2s",
    .doc = "Return a new BLAKE2s hash object.",
    .size = sizeof(HashObject),
    .slots = {.dealloc = gb_hash_dealloc},
    .constructor = {"blake2s" BLAKE2_PARAMETERS("32"), blake2s_create, NULL},
    .methods = gb_hash_methods,
    .getsets = gb_hash_getsets,
};

static int add_constant(GbThread *t, GbBorrow module, GbType *type, const char *prefix,
                        const char *name, int64_t value)
{
    GbRef key = gb_str_new(t, name), full = gb_str_format(t, "%s_%s", prefix, name);
    int result =
        key == GB_NULL || full == GB_NULL || gb_type_dict_set(t, type, key, gb_small_new(value)) < 0
            ? -1
            : gb_attr_set(t, module, full, gb_small_new(value));
    gb_xdecref(key);
    gb_xdecref(full);
    return result;
}

static int add_type(GbThread *t, GbBorrow module, const GbTypeSpec *spec, const char *prefix,
                    const Limits *limits)
{
    if (gb_module_add_type(t, module, spec, NULL) < 0)
        return -1;
    GbType *type = gb_spec_type(t, spec);
    if (add_constant(t, module, type, prefix, "SALT_SIZE", limits->text_max) < 0 ||
        add_constant(t, module, type, prefix, "PERSON_SIZE", limits->text_max) < 0 ||
        add_constant(t, module, type, prefix, "MAX_KEY_SIZE", limits->key_max) < 0)
        return -1;
    return add_constant(t, module, type, prefix, "MAX_DIGEST_SIZE", limits->algorithm->digest_size);
}

static int blake2_init(GbThread *t, GbBorrow module)
{
    if (add_type(t, module, &blake2b_spec, "BLAKE2B", &limits_b) < 0)
        return -1;
    return add_type(t, module, &blake2s_spec, "BLAKE2S", &limits_s);
}

const GbModuleDef gb_module_blake2 = {
    "_blake2",
    "_blake2b provides BLAKE2b for hashlib",
    NULL,
    blake2_init,
};
