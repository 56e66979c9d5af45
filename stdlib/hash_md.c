/* MD5, SHA-1 and SHA-2, which are Nettle's: it knows what each processor does best. */
#include "stdlib/hash_parts.h"

#include <nettle/md5.h>
#include <nettle/sha1.h>
#include <nettle/sha2.h>

#define NETTLE_FUNCTIONS(id)                                                                       \
    static void id##_start(const HashAlgorithm *algorithm, void *state)                            \
    {                                                                                              \
        id##_init(state);                                                                          \
    }                                                                                              \
    static void id##_feed(void *state, const uint8_t *data, size_t size)                           \
    {                                                                                              \
        id##_update(state, size, data);                                                            \
    }                                                                                              \
    static void id##_finish(void *state, uint8_t *digest, size_t size)                             \
    {                                                                                              \
        id##_digest(state, size, digest);                                                          \
    }

NETTLE_FUNCTIONS(md5)
NETTLE_FUNCTIONS(sha1)
NETTLE_FUNCTIONS(sha224)
NETTLE_FUNCTIONS(sha256)
NETTLE_FUNCTIONS(sha384)
NETTLE_FUNCTIONS(sha512)

#define ROW(id, block, digest, state)                                                              \
    {                                                                                              \
#id, block, digest, sizeof(struct state), 0, id##_start, id##_feed, id##_finish            \
    }

const HashAlgorithm gb_hash_md[] = {
    ROW(md5, MD5_BLOCK_SIZE, MD5_DIGEST_SIZE, md5_ctx),
    ROW(sha1, SHA1_BLOCK_SIZE, SHA1_DIGEST_SIZE, sha1_ctx),
    ROW(sha224, SHA224_BLOCK_SIZE, SHA224_DIGEST_SIZE, sha224_ctx),
    ROW(sha256, SHA256_BLOCK_SIZE, SHA256_DIGEST_SIZE, sha256_ctx),
    ROW(sha384, SHA384_BLOCK_SIZE, SHA384_DIGEST_SIZE, sha384_ctx),
    ROW(sha512, SHA512_BLOCK_SIZE, SHA512_DIGEST_SIZE, sha512_ctx),
    {0},
};
