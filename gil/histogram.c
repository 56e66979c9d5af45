/* Log-scaled histograms: the first eight buckets are 0..7 ns, then eight to each doubling. */
#include "gil/record.h"

#define STEPS 8 /* to a doubling */
#define STEP_BITS 3

static int bucket_of(int64_t ns)
{
    if (ns < STEPS)
        return ns < 0 ? 0 : (int)ns;
    int exponent = 63 - __builtin_clzll((unsigned long long)ns);
    int step = (int)(ns >> (exponent - STEP_BITS)) & (STEPS - 1);
    int bucket = (exponent - STEP_BITS + 1) * STEPS + step;
    return bucket < GIL_HISTOGRAM_BUCKETS ? bucket : GIL_HISTOGRAM_BUCKETS - 1;
}

/* The longest time that the bucket takes; the last one takes all that are longer. */
static int64_t bucket_end_ns(int bucket)
{
    if (bucket == GIL_HISTOGRAM_BUCKETS - 1)
        return INT64_MAX;
    if (bucket < STEPS)
        return bucket;
    int shift = bucket / STEPS - 1;
    return ((int64_t)(STEPS + bucket % STEPS + 1) << shift) - 1;
}

/* The owner of the histogram calls this; a copy may be made meanwhile. */
void gil_histogram_add(GilHistogram *histogram, int64_t ns)
{
    uint32_t *bucket = &histogram->buckets[bucket_of(ns)];
    __atomic_store_n(bucket, *bucket + 1, __ATOMIC_RELAXED);
    __atomic_store_n(&histogram->count, histogram->count + 1, __ATOMIC_RELAXED);
    if (ns > histogram->max_ns)
        __atomic_store_n(&histogram->max_ns, ns, __ATOMIC_RELAXED);
}

void gil_histogram_copy(GilHistogram *to, const GilHistogram *from)
{
    to->count = __atomic_load_n(&from->count, __ATOMIC_RELAXED);
    to->max_ns = __atomic_load_n(&from->max_ns, __ATOMIC_RELAXED);
    for (int i = 0; i < GIL_HISTOGRAM_BUCKETS; i++)
        to->buckets[i] = __atomic_load_n(&from->buckets[i], __ATOMIC_RELAXED);
}

void gil_histogram_join(GilHistogram *to, const GilHistogram *from)
{
    to->count += from->count;
    if (from->max_ns > to->max_ns)
        to->max_ns = from->max_ns;
    for (int i = 0; i < GIL_HISTOGRAM_BUCKETS; i++)
        to->buckets[i] += from->buckets[i];
}

/* The longest of what is left is somewhere in its highest bucket. */
void gil_histogram_subtract(GilHistogram *from, const GilHistogram *earlier)
{
    int64_t max_ns = 0;
    from->count -= earlier->count;
    for (int i = 0; i < GIL_HISTOGRAM_BUCKETS; i++) {
        from->buckets[i] -= earlier->buckets[i];
        if (from->buckets[i] > 0)
            max_ns = bucket_end_ns(i);
    }
    if (max_ns < from->max_ns)
        from->max_ns = max_ns;
}

int64_t gil_histogram_quantile(const GilHistogram *histogram, double share)
{
    double wanted = share * (double)histogram->count;
    uint64_t seen = 0;
    for (int i = 0; i < GIL_HISTOGRAM_BUCKETS; i++) {
        seen += histogram->buckets[i];
        if (seen > 0 && (double)seen >= wanted) {
            int64_t end_ns = bucket_end_ns(i);
            return end_ns < histogram->max_ns ? end_ns : histogram->max_ns;
        }
    }
    return histogram->max_ns;
}
