/* Hash functions as rows: what each can do, written once (hash_md.c, hash_keccak.c, hash_blake2.c),
 * for the one type of hash objects (hash_object.c) and the modules that offer them.
 *
 * A state is plain memory: copying its bytes copies the hash. None of these touches objects, so a
 * long input is hashed without the GIL. */
#ifndef GB_STDLIB_HASH_PARTS_H
#define GB_STDLIB_HASH_PARTS_H

#include "vm/gilbox.h"

enum { HASH_BLOCK_MAX = 200, HASH_DIGEST_MAX = 64 };

typedef struct HashAlgorithm {
    const char *name;     /* "sha256" */
    uint32_t block_size;  /* bytes */
    uint32_t digest_size; /* bytes; 0: as many as one asks for (shake) */
    size_t state_size;    /* bytes */
    uint32_t parameter;   /* For the functions below. */
    void (*init)(const struct HashAlgorithm *algorithm, void *state);
    void (*update)(void *state, const uint8_t *data, size_t size);
    void (*finish)(void *state, uint8_t *digest, size_t size); /* The state is used up. */
} HashAlgorithm;

/* All but blake2, ended by a NULL name. */
extern const HashAlgorithm gb_hash_md[];     /* md5, sha1, sha224 .. sha512 */
extern const HashAlgorithm gb_hash_keccak[]; /* sha3_*, shake_* */
extern const HashAlgorithm gb_hash_blake2[]; /* blake2b, blake2s */

/* The algorithm of a name, as hashlib writes it ("sha3_256") or OpenSSL ("SHA3-256"); or NULL. */
const HashAlgorithm *gb_hash_find(const char *name);
/* All of them: the index-th, or NULL. */
const HashAlgorithm *gb_hash_at(int index);

/* What blake2 can be told besides its data. */
typedef struct HashBlake2Options {
    uint32_t digest_size, key_size, fanout, depth;
    uint32_t leaf_size, node_depth, inner_size;
    uint64_t node_offset;
    uint8_t key[64], salt[16], person[16];
    bool last_node;
} HashBlake2Options;
void gb_hash_blake2_init(const HashAlgorithm *algorithm, void *state,
                         const HashBlake2Options *options);

/* The digest of one piece of data. */
void gb_hash_once(const HashAlgorithm *algorithm, const uint8_t *data, size_t size,
                  uint8_t *digest);

/* HMAC as a state: key first, then data. */
typedef struct HashHmac {
    const HashAlgorithm *algorithm;
    uint8_t inner[512], outer[512]; /* States. */
} HashHmac;
void gb_hash_hmac_init(HashHmac *hmac, const HashAlgorithm *algorithm, const uint8_t *key,
                       size_t size);
void gb_hash_hmac_finish(HashHmac *hmac, uint8_t *digest);

/* --- Keys from passwords (hash_derive.c): without the GIL --- */

/* Hashing a byte takes as long as copying so many. */
enum { HASH_BYTES_COPIED_MEANWHILE = 8 };

/* `size` bytes of PBKDF2; `keyed` is ready for the password. */
void gb_hash_pbkdf2(GbThread *t, const HashHmac *keyed, const uint8_t *salt, size_t salt_size,
                    int64_t iterations, uint8_t *key, int64_t size);

typedef struct HashScrypt {
    const uint8_t *salt;
    size_t salt_size;
    size_t n, r, p;   /* A power of 2: how often; how wide; and that p times. */
    uint32_t *memory; /* gb_hash_scrypt_memory(n, r) bytes. */
    uint8_t *blocks;  /* 128 * r * p bytes. */
} HashScrypt;
size_t gb_hash_scrypt_memory(size_t n, size_t r);
/* `keyed` is ready for the password, with sha256. */
void gb_hash_scrypt(GbThread *t, const HashHmac *keyed, const HashScrypt *how, uint8_t *key,
                    int64_t size);

/* --- Objects (hash_object.c) --- */

/* hashlib's constructors: a hash object fed with `data` (GB_NULL: with nothing). */
GbRef gb_hash_object_new(GbThread *t, const HashAlgorithm *algorithm, GbBorrow data);
/* One with a state made before; `digest_size` as told to blake2. */
GbRef gb_hash_object_from_state(GbThread *t, GbType *type, const HashAlgorithm *algorithm,
                                const void *state, uint32_t digest_size, GbBorrow data);
/* A buffer argument, or the error that hashlib gives for a str. */
int gb_hash_buffer_get(GbThread *t, GbBorrow data, GbBuffer *buffer);

extern const GbTypeSpec gb_hash_spec;     /* _hashlib.HASH */
extern const GbTypeSpec gb_hash_xof_spec; /* _hashlib.HASHXOF: digests of any length */
extern const GbTypeSpec gb_hmac_spec;     /* _hashlib.HMAC */
GbRef gb_hmac_new(GbThread *t, const HashAlgorithm *algorithm, GbBorrow key, GbBorrow data);

/* Methods of hash objects, for blake2's types. */
extern const GbMethodDef gb_hash_methods[];
extern const GbGetSetDef gb_hash_getsets[];
void gb_hash_dealloc(GbThread *t, GbObject *self);

typedef struct HashObject {
    GbObject header;
    const HashAlgorithm *algorithm; /* NULL: an HMAC. */
    void *state;
    size_t state_size;
    uint32_t digest_size;
    RtMutex *mutex; /* Held by whoever hashes without the GIL; NULL until someone does. */
} HashObject;

#endif
