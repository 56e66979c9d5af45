/* sha3 and shake: a sponge of 25 words that soaks data up a block at a time and is squeezed for the
 * digest. */
#include "stdlib/hash_parts.h"

typedef struct Sponge {
    uint64_t words[25];
    uint32_t rate;  /* Bytes of a block. */
    uint32_t place; /* Bytes of the block soaked up, or squeezed out. */
    uint8_t suffix; /* Tells sha3 from shake. */
} Sponge;

static uint64_t rotate(uint64_t x, int n)
{
    return x << n | x >> (64 - n);
}

/* The constants of the 24 rounds: bits 2^j - 1 come from a shift register of seven bits. */
static uint64_t round_constant(uint8_t *shift)
{
    uint64_t constant = 0;
    for (int j = 0; j < 7; j++) {
        if (*shift & 1)
            constant |= (uint64_t)1 << ((1 << j) - 1);
        *shift = (uint8_t)(*shift << 1 ^ (*shift >> 7) * 0x71);
    }
    return constant;
}

static void mix_columns(uint64_t *words)
{
    uint64_t sums[7];
    for (int x = 0; x < 5; x++)
        sums[x + 1] = words[x] ^ words[x + 5] ^ words[x + 10] ^ words[x + 15] ^ words[x + 20];
    sums[0] = sums[5];
    sums[6] = sums[1];
    for (int x = 0; x < 5; x++) {
        uint64_t change = sums[x] ^ rotate(sums[x + 2], 1);
        for (int y = 0; y < 25; y += 5)
            words[x + y] ^= change;
    }
}

/* Turns each word by a number of its own and moves it to its new place: word 1 to the first of
 * these places, the word that was there to the second, and so on around. */
static void turn_words(uint64_t *words)
{
    static const uint8_t places[24] = {10, 7,  11, 17, 18, 3, 5,  16, 8,  21, 24, 4,
                                       15, 23, 19, 13, 12, 2, 20, 14, 22, 9,  6,  1};
    static const uint8_t turns[24] = {1,  3,  6,  10, 15, 21, 28, 36, 45, 55, 2,  14,
                                      27, 41, 56, 8,  25, 43, 62, 18, 39, 61, 20, 44};
    uint64_t moving = words[1];
    for (int i = 0; i < 24; i++) {
        uint64_t there = words[places[i]];
        words[places[i]] = rotate(moving, turns[i]);
        moving = there;
    }
}

static void mix_rows(uint64_t *words)
{
    for (int y = 0; y < 25; y += 5) {
        uint64_t first = words[y], second = words[y + 1];
        for (int x = y; x < y + 3; x++)
            words[x] ^= ~words[x + 1] & words[x + 2];
        words[y + 3] ^= ~words[y + 4] & first;
        words[y + 4] ^= ~first & second;
    }
}

static void permute(Sponge *sponge)
{
    uint8_t shift = 1;
    for (int i = 0; i < 24; i++) {
        mix_columns(sponge->words);
        turn_words(sponge->words);
        mix_rows(sponge->words);
        sponge->words[0] ^= round_constant(&shift);
    }
    sponge->place = 0;
}

static void soak(Sponge *sponge, uint32_t place, uint8_t byte)
{
    sponge->words[place / 8] ^= (uint64_t)byte << (8 * (place % 8));
}

static void keccak_init(const HashAlgorithm *algorithm, void *memory)
{
    *(Sponge *)memory =
        (Sponge){.rate = algorithm->block_size, .suffix = (uint8_t)algorithm->parameter};
}

static void keccak_update(void *memory, const uint8_t *data, size_t size)
{
    Sponge *sponge = memory;
    for (size_t i = 0; i < size; i++) {
        soak(sponge, sponge->place++, data[i]);
        if (sponge->place == sponge->rate)
            permute(sponge);
    }
}

static void keccak_finish(void *memory, uint8_t *digest, size_t size)
{
    Sponge *sponge = memory;
    soak(sponge, sponge->place, sponge->suffix);
    soak(sponge, sponge->rate - 1, 0x80);
    permute(sponge);
    for (size_t i = 0; i < size; i++) {
        if (sponge->place == sponge->rate)
            permute(sponge);
        digest[i] = (uint8_t)(sponge->words[sponge->place / 8] >> (8 * (sponge->place % 8)));
        ++sponge->place;
    }
}

#define KECCAK_ROW(name, block, digest, suffix)                                                    \
    {                                                                                              \
        name, block, digest, sizeof(Sponge), suffix, keccak_init, keccak_update, keccak_finish     \
    }

const HashAlgorithm gb_hash_keccak[] = {
    KECCAK_ROW("sha3_224", 144, 28, 0x06),
    KECCAK_ROW("sha3_256", 136, 32, 0x06),
    KECCAK_ROW("sha3_384", 104, 48, 0x06),
    KECCAK_ROW("sha3_512", 72, 64, 0x06),
    KECCAK_ROW("shake_128", 168, 0, 0x1f),
    KECCAK_ROW("shake_256", 136, 0, 0x1f),
    {0},
};
