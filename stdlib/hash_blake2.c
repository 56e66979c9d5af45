/* blake2b and blake2s: the same hash in words of 64 and of 32 bits. A key counts as a first block;
 * the other options are mixed into the starting state. */
#include "stdlib/hash_parts.h"

typedef struct Blake2 {
    uint64_t words[8];
    uint64_t size; /* Bytes mixed in so far. */
    uint8_t block[128];
    uint32_t held; /* Bytes in `block`: the last one waits until it is known to be the last. */
    bool is_long, last_node;
} Blake2;

static const uint64_t start_long[8] = {
    0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
    0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
};

static const uint8_t orders[10][16] = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
    {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4},
    {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13},
    {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11},
    {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5},
    {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
};

/* Words of blake2s live in the low halves. */
static uint64_t start_word(const Blake2 *state, int i)
{
    return state->is_long ? start_long[i] : start_long[i] >> 32;
}

static uint64_t cut(const Blake2 *state, uint64_t x)
{
    return state->is_long ? x : (uint32_t)x;
}

static uint64_t turn(const Blake2 *state, uint64_t x, int n)
{
    return state->is_long ? x >> n | x << (64 - n) : (uint32_t)(x >> n | x << (32 - n));
}

static uint64_t read_word(const uint8_t *p, uint32_t size)
{
    uint64_t word = 0;
    for (uint32_t i = 0; i < size; i++)
        word |= (uint64_t)p[i] << (8 * i);
    return word;
}

static void stir(const Blake2 *state, uint64_t *v, const int *places, uint64_t x, uint64_t y)
{
    static const int turns[2][4] = {{16, 12, 8, 7}, {32, 24, 16, 63}};
    const int *n = turns[state->is_long];
    uint64_t a = v[places[0]], b = v[places[1]], c = v[places[2]], d = v[places[3]];
    a = cut(state, a + b + x);
    d = turn(state, d ^ a, n[0]);
    c = cut(state, c + d);
    b = turn(state, b ^ c, n[1]);
    a = cut(state, a + b + y);
    d = turn(state, d ^ a, n[2]);
    c = cut(state, c + d);
    b = turn(state, b ^ c, n[3]);
    v[places[0]] = a, v[places[1]] = b, v[places[2]] = c, v[places[3]] = d;
}

static void mix(Blake2 *state, const uint8_t *block, bool last)
{
    static const int places[8][4] = {{0, 4, 8, 12},  {1, 5, 9, 13},  {2, 6, 10, 14}, {3, 7, 11, 15},
                                     {0, 5, 10, 15}, {1, 6, 11, 12}, {2, 7, 8, 13},  {3, 4, 9, 14}};
    uint64_t v[16], input[16], ones = cut(state, ~(uint64_t)0);
    uint32_t word_size = state->is_long ? 8 : 4;
    int rounds = state->is_long ? 12 : 10;
    for (int i = 0; i < 16; i++)
        input[i] = read_word(block + word_size * (uint32_t)i, word_size);
    for (int i = 0; i < 8; i++) {
        v[i] = state->words[i];
        v[i + 8] = start_word(state, i);
    }
    v[12] ^= cut(state, state->size);
    v[13] ^= state->is_long ? 0 : state->size >> 32;
    v[14] ^= last ? ones : 0;
    v[15] ^= last && state->last_node ? ones : 0;
    for (int i = 0; i < rounds; i++) {
        const uint8_t *order = orders[i % 10];
        for (int j = 0; j < 8; j++)
            stir(state, v, places[j], input[order[2 * j]], input[order[2 * j + 1]]);
    }
    for (int i = 0; i < 8; i++)
        state->words[i] ^= v[i] ^ v[i + 8];
}

static void blake2_update(void *memory, const uint8_t *data, size_t size)
{
    Blake2 *state = memory;
    uint32_t block_size = state->is_long ? 128 : 64;
    while (size > 0) {
        if (state->held == block_size) {
            state->size += block_size;
            mix(state, state->block, false);
            state->held = 0;
        }
        size_t more = block_size - state->held < size ? block_size - state->held : size;
        memcpy(state->block + state->held, data, more);
        state->held += (uint32_t)more;
        data += more;
        size -= more;
    }
}

static void blake2_finish(void *memory, uint8_t *digest, size_t size)
{
    Blake2 *state = memory;
    uint32_t word_size = state->is_long ? 8 : 4;
    state->size += state->held;
    memset(state->block + state->held, 0, sizeof state->block - state->held);
    mix(state, state->block, true);
    for (size_t i = 0; i < size; i++)
        digest[i] = (uint8_t)(state->words[i / word_size] >> (8 * (i % word_size)));
}

/* The options as a block of the state's size, as the standard lays them out. */
static void lay_out(const HashBlake2Options *options, bool is_long, uint8_t *block)
{
    memset(block, 0, 64);
    block[0] = (uint8_t)options->digest_size;
    block[1] = (uint8_t)options->key_size;
    block[2] = (uint8_t)options->fanout;
    block[3] = (uint8_t)options->depth;
    for (int i = 0; i < 4; i++)
        block[4 + i] = (uint8_t)(options->leaf_size >> (8 * i));
    for (int i = 0; i < (is_long ? 8 : 6); i++)
        block[8 + i] = (uint8_t)(options->node_offset >> (8 * i));
    block[is_long ? 16 : 14] = (uint8_t)options->node_depth;
    block[is_long ? 17 : 15] = (uint8_t)options->inner_size;
    size_t text_size = is_long ? 16 : 8;
    memcpy(block + (is_long ? 32 : 16), options->salt, text_size);
    memcpy(block + (is_long ? 48 : 24), options->person, text_size);
}

void gb_hash_blake2_init(const HashAlgorithm *algorithm, void *memory,
                         const HashBlake2Options *options)
{
    Blake2 *state = memory;
    uint8_t layout[64], key[128] = {0};
    *state = (Blake2){.is_long = algorithm->parameter == 64, .last_node = options->last_node};
    uint32_t word_size = state->is_long ? 8 : 4;
    lay_out(options, state->is_long, layout);
    for (int i = 0; i < 8; i++)
        state->words[i] =
            start_word(state, i) ^ read_word(layout + word_size * (uint32_t)i, word_size);
    if (options->key_size > 0) {
        memcpy(key, options->key, options->key_size);
        blake2_update(state, key, algorithm->block_size);
    }
}

static void blake2_init(const HashAlgorithm *algorithm, void *state)
{
    HashBlake2Options options = {.digest_size = algorithm->digest_size, .fanout = 1, .depth = 1};
    gb_hash_blake2_init(algorithm, state, &options);
}

const HashAlgorithm gb_hash_blake2[] = {
    {"blake2b", 128, 64, sizeof(Blake2), 64, blake2_init, blake2_update, blake2_finish},
    {"blake2s", 64, 32, sizeof(Blake2), 32, blake2_init, blake2_update, blake2_finish},
    {0},
};
