/* md5, sha1 and the sha2 family: hashes that mix one block after another into a few words. The last
 * block is filled with a one bit, zeros and the length of the message. */
#include "stdlib/hash_parts.h"

typedef struct MdState MdState;
typedef void (*MixFn)(MdState *state, const uint8_t *block);

struct MdState {
    union {
        uint32_t words[8];
        uint64_t longs[8];
    } as;
    uint64_t size; /* Bytes so far. */
    uint8_t block[128];
    uint32_t block_size;
    bool big_endian, is_long; /* is_long: words of 64 bits */
    MixFn mix;
};

static uint32_t rotate_left(uint32_t x, int n)
{
    return x << n | x >> (32 - n);
}

static uint32_t rotate_right(uint32_t x, int n)
{
    return x >> n | x << (32 - n);
}

static uint64_t rotate_long(uint64_t x, int n)
{
    return x >> n | x << (64 - n);
}

static uint32_t read_little(const uint8_t *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static uint32_t read_big(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | (uint32_t)p[3];
}

static uint64_t read_long(const uint8_t *p)
{
    return (uint64_t)read_big(p) << 32 | read_big(p + 4);
}

/* --- md5 --- */

/* The fraction of |sin(i + 1)|. */
static const uint32_t md5_constants[64] = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
};

static void md5_mix(MdState *state, const uint8_t *block)
{
    static const int turns[4][4] = {
        {7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};
    uint32_t *words = state->as.words, input[16];
    uint32_t a = words[0], b = words[1], c = words[2], d = words[3];
    for (int i = 0; i < 16; i++)
        input[i] = read_little(block + 4 * i);
    for (int i = 0; i < 64; i++) {
        uint32_t mixed;
        int place;
        switch (i / 16) {
        case 0: mixed = (b & c) | (~b & d), place = i; break;
        case 1: mixed = (d & b) | (~d & c), place = (5 * i + 1) % 16; break;
        case 2: mixed = b ^ c ^ d, place = (3 * i + 5) % 16; break;
        default: mixed = c ^ (b | ~d), place = 7 * i % 16; break;
        }
        uint32_t sum = a + mixed + md5_constants[i] + input[place];
        a = d;
        d = c;
        c = b;
        b += rotate_left(sum, turns[i / 16][i % 4]);
    }
    words[0] += a;
    words[1] += b;
    words[2] += c;
    words[3] += d;
}

/* --- sha1 --- */

static void sha1_mix(MdState *state, const uint8_t *block)
{
    uint32_t *words = state->as.words, input[80];
    uint32_t a = words[0], b = words[1], c = words[2], d = words[3], e = words[4];
    for (int i = 0; i < 16; i++)
        input[i] = read_big(block + 4 * i);
    for (int i = 16; i < 80; i++)
        input[i] = rotate_left(input[i - 3] ^ input[i - 8] ^ input[i - 14] ^ input[i - 16], 1);
    for (int i = 0; i < 80; i++) {
        uint32_t mixed;
        switch (i / 20) {
        case 0: mixed = ((b & c) | (~b & d)) + 0x5a827999; break;
        case 1: mixed = (b ^ c ^ d) + 0x6ed9eba1; break;
        case 2: mixed = ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc; break;
        default: mixed = (b ^ c ^ d) + 0xca62c1d6; break;
        }
        uint32_t sum = rotate_left(a, 5) + mixed + e + input[i];
        e = d;
        d = c;
        c = rotate_left(b, 30);
        b = a;
        a = sum;
    }
    words[0] += a;
    words[1] += b;
    words[2] += c;
    words[3] += d;
    words[4] += e;
}

/* --- sha2 --- */

/* The fractions of the cube roots of the first primes; sha256 uses the upper halves of the first
 * 64. */
static const uint64_t sha2_constants[80] = {
    0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc,
    0x3956c25bf348b538, 0x59f111f1b605d019, 0x923f82a4af194f9b, 0xab1c5ed5da6d8118,
    0xd807aa98a3030242, 0x12835b0145706fbe, 0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2,
    0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235, 0xc19bf174cf692694,
    0xe49b69c19ef14ad2, 0xefbe4786384f25e3, 0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65,
    0x2de92c6f592b0275, 0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5,
    0x983e5152ee66dfab, 0xa831c66d2db43210, 0xb00327c898fb213f, 0xbf597fc7beef0ee4,
    0xc6e00bf33da88fc2, 0xd5a79147930aa725, 0x06ca6351e003826f, 0x142929670a0e6e70,
    0x27b70a8546d22ffc, 0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed, 0x53380d139d95b3df,
    0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6, 0x92722c851482353b,
    0xa2bfe8a14cf10364, 0xa81a664bbc423001, 0xc24b8b70d0f89791, 0xc76c51a30654be30,
    0xd192e819d6ef5218, 0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8,
    0x19a4c116b8d2d0c8, 0x1e376c085141ab53, 0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8,
    0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb, 0x5b9cca4f7763e373, 0x682e6ff3d6b2b8a3,
    0x748f82ee5defb2fc, 0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
    0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915, 0xc67178f2e372532b,
    0xca273eceea26619c, 0xd186b8c721c0c207, 0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178,
    0x06f067aa72176fba, 0x0a637dc5a2c898a6, 0x113f9804bef90dae, 0x1b710b35131c471b,
    0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc, 0x431d67c49c100d4c,
    0x4cc5d4becb3e42b6, 0x597f299cfc657e2a, 0x5fcb6fab3ad6faec, 0x6c44198c4a475817,
};

static void sha256_mix(MdState *state, const uint8_t *block)
{
    uint32_t input[64], *w = state->as.words;
    for (int i = 0; i < 16; i++)
        input[i] = read_big(block + 4 * i);
    for (int i = 16; i < 64; i++) {
        uint32_t x = input[i - 15], y = input[i - 2];
        input[i] = input[i - 16] + input[i - 7] +
                   (rotate_right(x, 7) ^ rotate_right(x, 18) ^ x >> 3) +
                   (rotate_right(y, 17) ^ rotate_right(y, 19) ^ y >> 10);
    }
    uint32_t a = w[0], b = w[1], c = w[2], d = w[3], e = w[4], f = w[5], g = w[6], h = w[7];
    for (int i = 0; i < 64; i++) {
        uint32_t first = h + (rotate_right(e, 6) ^ rotate_right(e, 11) ^ rotate_right(e, 25)) +
                         (g ^ (e & (f ^ g))) + (uint32_t)(sha2_constants[i] >> 32) + input[i];
        uint32_t second = (rotate_right(a, 2) ^ rotate_right(a, 13) ^ rotate_right(a, 22)) +
                          ((a & b) | (c & (a | b)));
        h = g, g = f, f = e, e = d + first;
        d = c, c = b, b = a, a = first + second;
    }
    w[0] += a, w[1] += b, w[2] += c, w[3] += d, w[4] += e, w[5] += f, w[6] += g, w[7] += h;
}

static void sha512_mix(MdState *state, const uint8_t *block)
{
    uint64_t input[80], *w = state->as.longs;
    for (int i = 0; i < 16; i++)
        input[i] = read_long(block + 8 * i);
    for (int i = 16; i < 80; i++) {
        uint64_t x = input[i - 15], y = input[i - 2];
        input[i] = input[i - 16] + input[i - 7] + (rotate_long(x, 1) ^ rotate_long(x, 8) ^ x >> 7) +
                   (rotate_long(y, 19) ^ rotate_long(y, 61) ^ y >> 6);
    }
    uint64_t a = w[0], b = w[1], c = w[2], d = w[3], e = w[4], f = w[5], g = w[6], h = w[7];
    for (int i = 0; i < 80; i++) {
        uint64_t first = h + (rotate_long(e, 14) ^ rotate_long(e, 18) ^ rotate_long(e, 41)) +
                         (g ^ (e & (f ^ g))) + sha2_constants[i] + input[i];
        uint64_t second = (rotate_long(a, 28) ^ rotate_long(a, 34) ^ rotate_long(a, 39)) +
                          ((a & b) | (c & (a | b)));
        h = g, g = f, f = e, e = d + first;
        d = c, c = b, b = a, a = first + second;
    }
    w[0] += a, w[1] += b, w[2] += c, w[3] += d, w[4] += e, w[5] += f, w[6] += g, w[7] += h;
}

/* --- All of them --- */

typedef enum MdKind { MD5, SHA1, SHA224, SHA256, SHA384, SHA512 } MdKind;

static const struct {
    MixFn mix;
    bool big_endian, is_long;
    uint64_t start[8];
} kinds[] = {
    [MD5] = {md5_mix, false, false, {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476}},
    [SHA1] = {sha1_mix, true, false, {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0}},
    [SHA224] = {sha256_mix,
                true,
                false,
                {0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939, 0xffc00b31, 0x68581511, 0x64f98fa7,
                 0xbefa4fa4}},
    [SHA256] = {sha256_mix,
                true,
                false,
                {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab,
                 0x5be0cd19}},
    [SHA384] = {sha512_mix,
                true,
                true,
                {0xcbbb9d5dc1059ed8, 0x629a292a367cd507, 0x9159015a3070dd17, 0x152fecd8f70e5939,
                 0x67332667ffc00b31, 0x8eb44a8768581511, 0xdb0c2e0d64f98fa7, 0x47b5481dbefa4fa4}},
    [SHA512] = {sha512_mix,
                true,
                true,
                {0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
                 0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179}},
};

static void md_init(const HashAlgorithm *algorithm, void *memory)
{
    MdState *state = memory;
    MdKind kind = (MdKind)algorithm->parameter;
    *state = (MdState){.block_size = algorithm->block_size,
                       .big_endian = kinds[kind].big_endian,
                       .is_long = kinds[kind].is_long,
                       .mix = kinds[kind].mix};
    for (int i = 0; i < 8; i++) {
        if (state->is_long)
            state->as.longs[i] = kinds[kind].start[i];
        else
            state->as.words[i] = (uint32_t)kinds[kind].start[i];
    }
}

static void md_update(void *memory, const uint8_t *data, size_t size)
{
    MdState *state = memory;
    size_t held = state->size % state->block_size;
    state->size += size;
    if (held > 0) {
        size_t more = state->block_size - held < size ? state->block_size - held : size;
        memcpy(state->block + held, data, more);
        data += more;
        size -= more;
        if (held + more < state->block_size)
            return;
        state->mix(state, state->block);
    }
    for (; size >= state->block_size; data += state->block_size, size -= state->block_size)
        state->mix(state, data);
    memcpy(state->block, data, size);
}

static uint8_t digest_byte(const MdState *state, size_t i)
{
    if (state->is_long)
        return (uint8_t)(state->as.longs[i / 8] >> (56 - 8 * (i % 8)));
    int shift = 8 * (int)(i % 4);
    return (uint8_t)(state->as.words[i / 4] >> (state->big_endian ? 24 - shift : shift));
}

static void md_finish(void *memory, uint8_t *digest, size_t size)
{
    static const uint8_t padding[128] = {0x80};
    MdState *state = memory;
    uint64_t bits = state->size * 8;
    size_t room = state->is_long ? 16 : 8, held = state->size % state->block_size;
    size_t zeros = (2 * state->block_size - held - room - 1) % state->block_size;
    uint8_t length[16] = {0};
    for (int i = 0; i < 8; i++)
        length[state->big_endian ? room - 1 - (size_t)i : (size_t)i] = (uint8_t)(bits >> (8 * i));
    if (state->is_long)
        length[7] = (uint8_t)(state->size >> 61); /* Eight times a size of 64 bits has 67. */
    md_update(state, padding, zeros + 1);
    md_update(state, length, room);
    for (size_t i = 0; i < size; i++)
        digest[i] = digest_byte(state, i);
}

#define MD_ROW(name, block, digest, kind)                                                          \
    {                                                                                              \
        name, block, digest, sizeof(MdState), kind, md_init, md_update, md_finish                  \
    }

const HashAlgorithm gb_hash_md[] = {
    MD_ROW("md5", 64, 16, MD5),
    MD_ROW("sha1", 64, 20, SHA1),
    MD_ROW("sha224", 64, 28, SHA224),
    MD_ROW("sha256", 64, 32, SHA256),
    MD_ROW("sha384", 128, 48, SHA384),
    MD_ROW("sha512", 128, 64, SHA512),
    {0},
};
