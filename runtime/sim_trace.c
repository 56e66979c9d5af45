/* What proves that two runs are the same: the trace's hash; and what makes two runs the same:
 * chance that comes from the seed. */
#include "runtime/sim.h"

#include <string.h>

/* --- The trace ------------------------------------------------------------------------------- */

static const char *const event_words[SIM_EVENT_COUNT] = {
#define SIM_EVENT(NAME, word, sentence) #word,
#include "runtime/sim_events.def"
#undef SIM_EVENT
};

const char *rt_sim_event_word(int kind)
{
    return kind >= 0 && kind < SIM_EVENT_COUNT ? event_words[kind] : NULL;
}

/* One step of the hash: each bit of x reaches half of the bits of the next step. */
static inline uint64_t mix(uint64_t hash, uint64_t x)
{
    hash = (hash ^ x) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 32;
}

static void keep_block(Sim *sim)
{
    if (sim->block_count == sim->block_capacity) {
        sim->block_capacity = sim->block_capacity ? sim->block_capacity * 2 : 64;
        sim->blocks = rt_arena_resize_surely(sim, sim->blocks,
                                             sim->block_capacity * sizeof sim->blocks[0]);
    }
    sim->blocks[sim->block_count++] = sim->hash;
}

static void keep_event(Sim *sim, RtSimEvent *event)
{
    if (sim->event_count / RT_SIM_BLOCK != (uint64_t)sim->options.record_block)
        return;
    event->hash = sim->hash;
    sim->record[sim->event_count % RT_SIM_BLOCK] = *event;
}

void rt_sim_note_at(Sim *sim, int64_t time_ps, const SimCore *core, const RtThread *thread,
                    SimEventKind kind, uint64_t detail)
{
    RtSimEvent event = {
        .time_ps = time_ps,
        .thread = thread ? (uint32_t)thread->ident : 0,
        .core = core ? (uint16_t)core->index : 0,
        .kind = (uint16_t)kind,
        .detail = detail,
    };
    uint64_t hash = mix(sim->hash, (uint64_t)time_ps);
    hash = mix(hash, (uint64_t)event.thread << 32 | (uint64_t)event.core << 16 | event.kind);
    sim->hash = mix(hash, detail);
    if (sim->record)
        keep_event(sim, &event);
    if (++sim->event_count % RT_SIM_BLOCK == 0)
        keep_block(sim);
}

void rt_sim_note(Sim *sim, SimEventKind kind, uint64_t detail)
{
    rt_sim_note_at(sim, rt_sim_now_ps(sim), sim->core, sim->current, kind, detail);
}

uint64_t rt_sim_hash(Rt *rt)
{
    return rt_sim_of(rt)->hash;
}

uint64_t rt_sim_event_count(Rt *rt)
{
    return rt_sim_of(rt)->event_count;
}

uint64_t rt_sim_block_hash(Rt *rt, uint64_t block)
{
    Sim *sim = rt_sim_of(rt);
    return block < sim->block_count ? sim->blocks[block] : 0;
}

bool rt_sim_event(Rt *rt, uint64_t index, RtSimEvent *out)
{
    Sim *sim = rt_sim_of(rt);
    if (!sim->record || index >= RT_SIM_BLOCK)
        return false;
    if ((uint64_t)sim->options.record_block * RT_SIM_BLOCK + index >= sim->event_count)
        return false;
    *out = sim->record[index];
    return true;
}

uint64_t rt_sim_hash_bytes(const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    uint64_t hash = mix(UINT64_C(0x2545F4914F6CDD1D), size);
    for (; size >= 8; size -= 8, at += 8) {
        uint64_t word = 0;
        for (int i = 7; i >= 0; i--)
            word = word << 8 | at[i];
        hash = mix(hash, word);
    }
    uint64_t rest = 0;
    for (; size > 0; size--)
        rest = rest << 8 | at[size - 1];
    return mix(hash, rest);
}

/* --- Chance ---------------------------------------------------------------------------------- */

/* splitmix64: makes of any seed four words that are not all zero. */
static uint64_t split(uint64_t *seed)
{
    uint64_t x = *seed += UINT64_C(0x9E3779B97F4A7C15);
    x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
    return x ^ x >> 31;
}

static inline uint64_t turn_left(uint64_t x, int bits)
{
    return x << bits | x >> (64 - bits);
}

/* xoshiro256**, of Blackman and Vigna. */
uint64_t rt_sim_random(Sim *sim, SimStream stream)
{
    uint64_t *s = sim->random[stream];
    uint64_t result = turn_left(s[1] * 5, 7) * 9;
    uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = turn_left(s[3], 45);
    return result;
}

/* Draws again where the last, incomplete round of limits would favour small numbers. */
uint64_t rt_sim_random_below(Sim *sim, SimStream stream, uint64_t limit)
{
    if (limit == 0)
        return 0;
    uint64_t threshold = -limit % limit;
    uint64_t drawn;
    do {
        drawn = rt_sim_random(sim, stream);
    } while (drawn < threshold);
    return drawn % limit;
}

/* --- The beginning and the end --------------------------------------------------------------- */

int rt_sim_trace_init(Sim *sim)
{
    for (int stream = 0; stream < SIM_STREAM_COUNT; stream++) {
        uint64_t seed = mix(sim->options.seed, (uint64_t)stream + 1);
        for (int i = 0; i < 4; i++)
            sim->random[stream][i] = split(&seed);
    }
    sim->hash = UINT64_C(0x6A09E667F3BCC908);
    if (sim->options.record_block < 0)
        return 0;
    sim->record = rt_arena_alloc(sim, RT_SIM_BLOCK * sizeof sim->record[0]);
    return sim->record ? 0 : RT_ENOMEM;
}

void rt_sim_trace_fini(Sim *sim)
{
    rt_arena_release(sim->blocks);
    rt_arena_release(sim->record);
}
