/* Module _random: the Mersenne Twister (MT19937, by M. Matsumoto and T. Nishimura), seeded and read
 * as CPython does, so that a seed gives the same numbers. */
#include "vm/gilbox.h"

enum { STATE_SIZE = 624, SHIFT_SIZE = 397 };

typedef struct GbRandom {
    GbObject header;
    uint32_t state[STATE_SIZE];
    int32_t index; /* Of the next word of state to give out; STATE_SIZE: make new ones first. */
} GbRandom;

static GbRandom *as_random(GbBorrow v)
{
    return (GbRandom *)gb_object(v);
}

/* --- The generator --- */

static uint32_t mix(uint32_t first, uint32_t second, uint32_t far)
{
    uint32_t joined = (first & 0x80000000u) | (second & 0x7fffffffu);
    return far ^ joined >> 1 ^ (joined & 1 ? 0x9908b0dfu : 0);
}

static void renew_state(uint32_t *state)
{
    int i = 0;
    for (; i < STATE_SIZE - SHIFT_SIZE; i++)
        state[i] = mix(state[i], state[i + 1], state[i + SHIFT_SIZE]);
    for (; i < STATE_SIZE - 1; i++)
        state[i] = mix(state[i], state[i + 1], state[i + SHIFT_SIZE - STATE_SIZE]);
    state[i] = mix(state[i], state[0], state[SHIFT_SIZE - 1]);
}

static uint32_t next_word(GbRandom *self)
{
    if (self->index >= STATE_SIZE) {
        renew_state(self->state);
        self->index = 0;
    }
    uint32_t word = self->state[self->index++];
    word ^= word >> 11;
    word ^= word << 7 & 0x9d2c5680u;
    word ^= word << 15 & 0xefc60000u;
    return word ^ word >> 18;
}

static void seed_word(GbRandom *self, uint32_t seed)
{
    self->state[0] = seed;
    for (uint32_t i = 1; i < STATE_SIZE; i++) {
        uint32_t before = self->state[i - 1];
        self->state[i] = 1812433253u * (before ^ before >> 30) + i;
    }
    self->index = STATE_SIZE;
}

/* Step round the state; word 0 repeats the last one. */
static int step(uint32_t *state, int i)
{
    if (i + 1 < STATE_SIZE)
        return i + 1;
    state[0] = state[STATE_SIZE - 1];
    return 1;
}

static void seed_words(GbRandom *self, const uint32_t *key, size_t count)
{
    uint32_t *state = self->state;
    seed_word(self, 19650218u);
    int i = 1;
    size_t k = 0, rounds = count > STATE_SIZE ? count : STATE_SIZE;
    for (; rounds > 0; rounds--) {
        uint32_t before = state[i - 1];
        state[i] = (state[i] ^ (before ^ before >> 30) * 1664525u) + key[k] + (uint32_t)k;
        i = step(state, i);
        k = k + 1 < count ? k + 1 : 0;
    }
    for (rounds = STATE_SIZE - 1; rounds > 0; rounds--) {
        uint32_t before = state[i - 1];
        state[i] = (state[i] ^ (before ^ before >> 30) * 1566083941u) - (uint32_t)i;
        i = step(state, i);
    }
    state[0] = 0x80000000u;
}

/* --- Seeds --- */

static int seed_from_machine(GbThread *t, GbRandom *self)
{
    uint32_t key[STATE_SIZE];
    int error = rt_random_bytes(gb_rt(t), key, sizeof key);
    if (error < 0)
        return gb_raise_rt(t, error, GB_NULL, GB_NULL) == GB_NULL ? -1 : 0;
    seed_words(self, key, STATE_SIZE);
    return 0;
}

/* By the words of a number that is not negative. */
static int seed_from_int(GbThread *t, GbRandom *self, GbBorrow n)
{
    size_t count = (size_t)((gb_int_bit_length(n) + 31) / 32);
    if (count == 0)
        count = 1;
    uint32_t *key = gb_mem_new(t, count * sizeof *key);
    if (key == NULL)
        return -1;
    int status = gb_int_to_bytes(t, n, (uint8_t *)key, count * sizeof *key, false, false);
    if (status == 0)
        seed_words(self, key, count);
    gb_mem_free(t, key, count * sizeof *key);
    return status;
}

static int random_reseed(GbThread *t, GbBorrow self, GbBorrow seed)
{
    if (seed == GB_NONE)
        return seed_from_machine(t, as_random(self));
    GbRef number;
    int64_t hash;
    if (gb_is_int(seed))
        number = gb_unary(t, GB_ABSOLUTE, seed);
    else if (gb_is_intlike(seed)) { /* A subclass's own __abs__ does not matter. */
        GbRef exact = gb_index(t, seed);
        number = exact == GB_NULL ? GB_NULL : gb_unary(t, GB_ABSOLUTE, exact);
        gb_xdecref(exact);
    } else {
        number = gb_hash(t, seed, &hash) < 0 ? GB_NULL : gb_int_from_u64(t, (uint64_t)hash);
    }
    int status = number == GB_NULL ? -1 : seed_from_int(t, as_random(self), number);
    gb_xdecref(number);
    return status;
}

/* --- The type --- */

static GbRef random_create(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRandom *object = gb_object_new(t, (GbType *)gb_object(self));
    if (object == NULL)
        return GB_NULL;
    object->index = STATE_SIZE;
    return gb_value(object);
}

static GbRef random_init(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return random_reseed(t, self, args[0]) < 0 ? GB_NULL : GB_NONE;
}

static GbRef random_random(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    uint32_t high = next_word(as_random(self)) >> 5, low = next_word(as_random(self)) >> 6;
    return gb_float_new((high * 67108864.0 + low) * (1.0 / 9007199254740992.0));
}

static GbRef random_getrandbits(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t bits;
    if (gb_index_i64(t, args[0], &bits, gb_OverflowError) < 0)
        return GB_NULL;
    if (bits < 0)
        return gb_raise(t, gb_ValueError, "number of bits must be non-negative");
    if (bits <= 32) {
        uint32_t word = bits == 0 ? 0 : next_word(as_random(self)) >> (32 - bits);
        return gb_small_new(word);
    }
    size_t count = (size_t)((bits - 1) / 32 + 1);
    uint32_t *words = gb_mem_new(t, count * sizeof *words);
    if (words == NULL)
        return GB_NULL;
    for (size_t i = 0; i < count; i++)
        words[i] = next_word(as_random(self));
    if (bits % 32 != 0)
        words[count - 1] >>= 32 - bits % 32;
    GbRef result = gb_int_from_bytes(t, (uint8_t *)words, count * sizeof *words, false, false);
    gb_mem_free(t, words, count * sizeof *words);
    return result;
}

static GbRef random_getstate(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    const GbRandom *random = as_random(self);
    GbRef state = gb_tuple_new(t, STATE_SIZE + 1);
    if (state == GB_NULL)
        return GB_NULL;
    for (int i = 0; i < STATE_SIZE; i++)
        gb_tuple_set_take(state, i, gb_small_new(random->state[i]));
    gb_tuple_set_take(state, STATE_SIZE, gb_small_new(random->index));
    return state;
}

static GbRef random_setstate(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRandom *random = as_random(self);
    uint32_t state[STATE_SIZE];
    int64_t n;
    if (!gb_is_tuple(args[0]))
        return gb_raise(t, gb_TypeError, "state vector must be a tuple");
    if (gb_tuple_count(args[0]) != STATE_SIZE + 1)
        return gb_raise(t, gb_ValueError, "state vector is the wrong size");
    for (int i = 0; i <= STATE_SIZE; i++) {
        GbBorrow item = gb_tuple_peek(args[0], i);
        if (!gb_is_intlike(item))
            return gb_raise(t, gb_TypeError, "an integer is required");
        if (gb_int_to_i64(t, item, &n) < 0)
            return GB_NULL;
        if (i < STATE_SIZE && n < 0)
            return gb_raise(t, gb_OverflowError, "can't convert negative value to unsigned int");
        if (i < STATE_SIZE)
            state[i] = (uint32_t)n;
    }
    if (n < 0 || n > STATE_SIZE)
        return gb_raise(t, gb_ValueError, "invalid state");
    memcpy(random->state, state, sizeof state);
    random->index = (int32_t)n;
    return GB_NONE;
}

static const GbMethodDef random_methods[] = {
    {"getrandbits(k, /)", random_getrandbits,
     "getrandbits(k) -> x.  Generates an int with k random bits."},
    {"getstate()", random_getstate, "getstate() -> tuple containing the current state."},
    {"random()", random_random, "random() -> x in the interval [0, 1)."},
    {"seed(n=None, /)", random_init, "seed([n]) -> None."},
    {"setstate(state, /)", random_setstate,
     "setstate(state) -> None.  Restores generator state."},
    {0},
};

static const GbTypeSpec random_spec = {
    .name = "_random.Random",
    .doc = "Random() -> create a random number generator with its own internal state.",
    .size = sizeof(GbRandom),
    .constructor = {"Random(*args, **kwargs)", random_create, NULL},
    .initializer = {"Random(x=None, /)", random_init, NULL},
    .methods = random_methods,
};

static int random_module_init(GbThread *t, GbBorrow module)
{
    return gb_module_add_type(t, module, &random_spec, NULL);
}

const GbModuleDef gb_module_random = {
    "_random",
    "Module implements the Mersenne Twister random number generator.",
    NULL,
    random_module_init,
};
