/* The sampler: a thread that asks the holder now and then where in the program it is.
 *
 * A holder that nobody disturbs may run for seconds without an event. Its answer to the sampler
 * says which lines held the lock, at the price of one safepoint in a millisecond. */
#include "gil/record.h"

static void sample(void *argument)
{
    Gil *gil = argument;
    GilRecorder *recorder = gil->recorder;
    rt_mutex_lock(gil->rt, recorder->sampler_mutex);
    while (!recorder->sampler_ends) {
        int64_t deadline_ns = rt_clock(gil->rt, RT_CLOCK_MONOTONIC) + gil->sample_ns;
        rt_cond_timedwait(gil->rt, recorder->sampler_cond, recorder->sampler_mutex, deadline_ns);
        if (gil_holder(gil) != 0)
            gil_breaker_set(gil, GIL_BREAK_SAMPLE);
    }
    rt_mutex_unlock(gil->rt, recorder->sampler_mutex);
}

/* Without a sampler everything else is measured all the same. */
void gil_sampler_start(Gil *gil)
{
    GilRecorder *recorder = gil->recorder;
    RtThreadOptions options = {.stack_size = 65536, .name = "gilbox-sampler"};
    if (!gil->program || gil->sample_ns <= 0)
        return;
    recorder->sampler_ends = false;
    if (rt_mutex_new(gil->rt, &recorder->sampler_mutex) == 0 &&
        rt_cond_new(gil->rt, &recorder->sampler_cond) == 0 &&
        rt_thread_start(gil->rt, &options, sample, gil, &recorder->sampler) == 0)
        return;
    recorder->sampler = NULL;
}

void gil_sampler_stop(Gil *gil)
{
    GilRecorder *recorder = gil->recorder;
    if (recorder->sampler) {
        rt_mutex_lock(gil->rt, recorder->sampler_mutex);
        recorder->sampler_ends = true;
        rt_cond_signal(gil->rt, recorder->sampler_cond);
        rt_mutex_unlock(gil->rt, recorder->sampler_mutex);
        rt_thread_join(gil->rt, recorder->sampler);
        recorder->sampler = NULL;
    }
    rt_cond_free(gil->rt, recorder->sampler_cond);
    rt_mutex_free(gil->rt, recorder->sampler_mutex);
    recorder->sampler_cond = NULL;
    recorder->sampler_mutex = NULL;
}
