/* Keys from passwords: PBKDF2 (RFC 8018), slow by repetition, and scrypt (RFC 7914), which needs
 * much memory as well. Neither touches objects: both run without the GIL. */
#include "stdlib/hash_parts.h"

/* --- PBKDF2 --- */

/* Block number `index` (from 1) of the output: the sum of `iterations` HMACs, each of the one
 * before. `keyed` is ready for the password. */
static void derive_block(const HashHmac *keyed, const uint8_t *salt, size_t salt_size,
                         uint32_t index, int64_t iterations, uint8_t *block)
{
    uint8_t digest[HASH_DIGEST_MAX];
    uint32_t size = keyed->algorithm->digest_size;
    uint8_t number[4] = {(uint8_t)(index >> 24), (uint8_t)(index >> 16), (uint8_t)(index >> 8),
                         (uint8_t)index};
    HashHmac hmac = *keyed;
    keyed->algorithm->update(hmac.inner, salt, salt_size);
    keyed->algorithm->update(hmac.inner, number, sizeof number);
    gb_hash_hmac_finish(&hmac, digest);
    memcpy(block, digest, size);
    for (int64_t i = 1; i < iterations; i++) {
        hmac = *keyed;
        keyed->algorithm->update(hmac.inner, digest, size);
        gb_hash_hmac_finish(&hmac, digest);
        for (uint32_t j = 0; j < size; j++)
            block[j] ^= digest[j];
    }
}

void gb_hash_pbkdf2(GbThread *t, const HashHmac *keyed, const uint8_t *salt, size_t salt_size,
                    int64_t iterations, uint8_t *key, int64_t size)
{
    uint8_t block[HASH_DIGEST_MAX];
    int64_t step = keyed->algorithm->digest_size;
    int64_t hashed = 2 * (int64_t)keyed->algorithm->block_size; /* By one HMAC. */
    for (int64_t at = 0; at < size; at += step) {
        gb_charge(t, RT_COST_BYTE, iterations * hashed * HASH_BYTES_COPIED_MEANWHILE);
        derive_block(keyed, salt, salt_size, (uint32_t)(at / step) + 1, iterations, block);
        memcpy(key + at, block, (size_t)(size - at < step ? size - at : step));
    }
}

/* --- scrypt --- */

enum { SALSA_WORDS = 16, SALSA_BYTES = 64 };

static inline uint32_t turn(uint32_t x, int n)
{
    return x << n | x >> (32 - n);
}

static inline void stir(uint32_t *a, uint32_t *b, uint32_t *c, uint32_t *d)
{
    *b ^= turn(*a + *d, 7);
    *c ^= turn(*b + *a, 9);
    *d ^= turn(*c + *b, 13);
    *a ^= turn(*d + *c, 18);
}

/* x becomes Salsa20/8 of x ^ block: eight rounds, over the columns and over the rows by turns. */
static void salsa(uint32_t *x, const uint32_t *block)
{
    uint32_t z[SALSA_WORDS];
    for (int i = 0; i < SALSA_WORDS; i++)
        z[i] = x[i] ^= block[i];
    for (int round = 0; round < 8; round += 2) {
        stir(z + 0, z + 4, z + 8, z + 12);
        stir(z + 5, z + 9, z + 13, z + 1);
        stir(z + 10, z + 14, z + 2, z + 6);
        stir(z + 15, z + 3, z + 7, z + 11);
        stir(z + 0, z + 1, z + 2, z + 3);
        stir(z + 5, z + 6, z + 7, z + 4);
        stir(z + 10, z + 11, z + 8, z + 9);
        stir(z + 15, z + 12, z + 13, z + 14);
    }
    for (int i = 0; i < SALSA_WORDS; i++)
        x[i] += z[i];
}

/* 2r blocks, each mixed into the next; then the even ones first. */
static void mix(const uint32_t *from, uint32_t *to, size_t r)
{
    uint32_t x[SALSA_WORDS];
    memcpy(x, from + (2 * r - 1) * SALSA_WORDS, sizeof x);
    for (size_t i = 0; i < 2 * r; i++) {
        salsa(x, from + i * SALSA_WORDS);
        memcpy(to + (i / 2 + i % 2 * r) * SALSA_WORDS, x, sizeof x);
    }
}

/* The bytes of a block are little-endian words. */
static void to_words(const uint8_t *bytes, uint32_t *words, size_t count)
{
    for (size_t i = 0; i < count; i++, bytes += 4)
        words[i] = (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
                   (uint32_t)bytes[3] << 24;
}

static void from_words(const uint32_t *words, uint8_t *bytes, size_t count)
{
    for (size_t i = 0; i < 4 * count; i++)
        bytes[i] = (uint8_t)(words[i / 4] >> (8 * (i % 4)));
}

/* Fills the memory with mixtures, one of the other, and then goes back to n of them in an order
 * that nobody knows before. */
static void fill_and_visit(uint8_t *bytes, size_t n, size_t r, uint32_t *memory)
{
    size_t words = 2 * r * SALSA_WORDS;
    uint32_t *x = memory + n * words, *y = x + words;
    to_words(bytes, x, words);
    for (size_t i = 0; i < n; i++) {
        memcpy(memory + i * words, x, words * sizeof *x);
        mix(memory + i * words, x, r);
    }
    for (size_t i = 0; i < n; i++) {
        const uint32_t *last = x + words - SALSA_WORDS;
        const uint32_t *visited = memory + (((uint64_t)last[1] << 32 | last[0]) & (n - 1)) * words;
        for (size_t j = 0; j < words; j++)
            y[j] = x[j] ^ visited[j];
        mix(y, x, r);
    }
    from_words(x, bytes, words);
}

size_t gb_hash_scrypt_memory(size_t n, size_t r)
{
    return (n + 2) * 2 * r * SALSA_BYTES;
}

void gb_hash_scrypt(GbThread *t, const HashHmac *keyed, const HashScrypt *how, uint8_t *key,
                    int64_t size)
{
    enum { BYTES_COPIED_MEANWHILE = 12 };
    size_t chunk = 2 * how->r * SALSA_BYTES;
    gb_hash_pbkdf2(t, keyed, how->salt, how->salt_size, 1, how->blocks, (int64_t)(how->p * chunk));
    for (size_t i = 0; i < how->p; i++) {
        gb_charge(t, RT_COST_BYTE, (int64_t)(2 * how->n * chunk * BYTES_COPIED_MEANWHILE));
        fill_and_visit(how->blocks + i * chunk, how->n, how->r, how->memory);
    }
    gb_hash_pbkdf2(t, keyed, how->blocks, how->p * chunk, 1, key, size);
}
