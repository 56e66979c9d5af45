/* SipHash-1-3 (Aumasson and Bernstein): a keyed hash, so that nobody can choose texts that collide.
 */
#include "vm/interp.h"
#include "vm/object/str.h"

typedef struct SipState {
    uint64_t v0, v1, v2, v3;
} SipState;

static inline uint64_t rotate(uint64_t x, int bits)
{
    return x << bits | x >> (64 - bits);
}

static inline void sip_round(SipState *s)
{
    s->v0 += s->v1;
    s->v2 += s->v3;
    s->v1 = rotate(s->v1, 13) ^ s->v0;
    s->v3 = rotate(s->v3, 16) ^ s->v2;
    s->v0 = rotate(s->v0, 32) + s->v3;
    s->v2 += s->v1;
    s->v3 = rotate(s->v3, 21) ^ s->v0;
    s->v1 = rotate(s->v1, 17) ^ s->v2;
    s->v2 = rotate(s->v2, 32);
}

static inline uint64_t load_word(const uint8_t *data)
{
    uint64_t word;
    memcpy(&word, data, 8);
    return word;
}

/* The bytes that do not fill a word, and the size in the top byte. */
static uint64_t last_word(const uint8_t *data, size_t size)
{
    uint64_t word = (uint64_t)size << 56;
    memcpy(&word, data + (size & ~(size_t)7), size & 7);
    return word;
}

int64_t gb_hash_bytes(GbThread *t, const void *data, size_t size)
{
    if (size == 0)
        return 0;
    const uint8_t *key = t->interp->hash_key, *bytes = data;
    uint64_t k0 = load_word(key), k1 = load_word(key + 8);
    SipState s = {k0 ^ 0x736f6d6570736575, k1 ^ 0x646f72616e646f6d, k0 ^ 0x6c7967656e657261,
                  k1 ^ 0x7465646279746573};
    for (size_t i = 0; i + 8 <= size; i += 8) {
        uint64_t word = load_word(bytes + i);
        s.v3 ^= word;
        sip_round(&s);
        s.v0 ^= word;
    }
    uint64_t word = last_word(bytes, size);
    s.v3 ^= word;
    sip_round(&s);
    s.v0 ^= word;
    s.v2 ^= 0xff;
    for (int i = 0; i < 3; i++)
        sip_round(&s);
    int64_t hash = (int64_t)(s.v0 ^ s.v1 ^ s.v2 ^ s.v3);
    return hash == -1 ? -2 : hash;
}

int64_t gb_str_hash(GbThread *t, GbBorrow str)
{
    GbStr *s = gb_as_str(str);
    if (s->hash == -1)
        s->hash = gb_hash_bytes(t, s->data, (size_t)(s->length * gb_str_width(s)));
    return s->hash;
}
