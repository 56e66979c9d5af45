/* Clocks and calendars of the real machine. */
#include "runtime/real.h"

#include "runtime/check.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <time.h>

static const clockid_t clock_ids[] = {
    [RT_CLOCK_MONOTONIC] = CLOCK_MONOTONIC,
    [RT_CLOCK_WALL] = CLOCK_REALTIME,
    [RT_CLOCK_PROCESS] = CLOCK_PROCESS_CPUTIME_ID,
    [RT_CLOCK_THREAD] = CLOCK_THREAD_CPUTIME_ID,
};

static int64_t nanoseconds(const struct timespec *time)
{
    return (int64_t)time->tv_sec * RT_SECOND + time->tv_nsec;
}

int64_t rt_real_clock(Rt *rt, RtClock clock)
{
    ASSERT(clock < RT_CLOCK_COUNT);
    struct timespec now;
    return clock_gettime(clock_ids[clock], &now) == 0 ? nanoseconds(&now) : 0;
}

int64_t rt_real_clock_resolution(Rt *rt, RtClock clock)
{
    ASSERT(clock < RT_CLOCK_COUNT);
    struct timespec step;
    return clock_getres(clock_ids[clock], &step) == 0 ? nanoseconds(&step) : 1;
}

/* --- Calendars ----------------------------------------------------------------------------- */

static void from_tm(const struct tm *tm, RtCalendar *out)
{
    *out = (RtCalendar){
        .year = (int64_t)tm->tm_year + 1900,
        .month = tm->tm_mon + 1,
        .day = tm->tm_mday,
        .hour = tm->tm_hour,
        .minute = tm->tm_min,
        .second = tm->tm_sec,
        .weekday = (tm->tm_wday + 6) % 7,
        .yearday = tm->tm_yday + 1,
        .is_dst = tm->tm_isdst,
        .offset_s = (int32_t)tm->tm_gmtoff,
    };
    strncpy(out->zone, tm->tm_zone ? tm->tm_zone : "", sizeof out->zone - 1);
}

int rt_real_calendar_local(Rt *rt, int64_t seconds, RtCalendar *out)
{
    struct tm tm;
    time_t time = (time_t)seconds;
    if (!localtime_r(&time, &tm))
        return RT_ERANGE;
    from_tm(&tm, out);
    return 0;
}

int rt_real_calendar_utc(Rt *rt, int64_t seconds, RtCalendar *out)
{
    struct tm tm;
    time_t time = (time_t)seconds;
    if (!gmtime_r(&time, &tm))
        return RT_ERANGE;
    from_tm(&tm, out);
    return 0;
}

/* -1 is an answer and an error of mktime: only a failure leaves the weekday as it was. */
int rt_real_calendar_seconds(Rt *rt, const RtCalendar *calendar, int64_t *out_seconds)
{
    if (calendar->year - 1900 > INT_MAX || calendar->year - 1900 < INT_MIN)
        return RT_ERANGE;
    struct tm tm = {
        .tm_year = (int)(calendar->year - 1900),
        .tm_mon = calendar->month - 1,
        .tm_mday = calendar->day,
        .tm_hour = calendar->hour,
        .tm_min = calendar->minute,
        .tm_sec = calendar->second,
        .tm_isdst = calendar->is_dst,
        .tm_wday = -1,
    };
    time_t seconds = mktime(&tm);
    if (seconds == (time_t)-1 && tm.tm_wday == -1)
        return RT_ERANGE;
    *out_seconds = seconds;
    return 0;
}

/* The offset and name in force at a moment. */
static void zone_at(time_t time, int32_t *west_s, char *name, size_t size)
{
    struct tm tm;
    if (!localtime_r(&time, &tm))
        return;
    *west_s = (int32_t)-tm.tm_gmtoff;
    strncpy(name, tm.tm_zone ? tm.tm_zone : "", size - 1);
}

/* Winter and summer are found as CPython finds them: by asking about January and July of this year;
 * south of the equator July is the winter. */
int rt_real_zone(Rt *rt, RtZone *out)
{
    enum { YEAR_S = (365 * 24 + 6) * 3600 };
    tzset();
    memset(out, 0, sizeof *out);
    time_t january = time(NULL) / YEAR_S * YEAR_S;
    zone_at(january, &out->standard_west_s, out->standard_name, sizeof out->standard_name);
    zone_at(january + YEAR_S / 2, &out->summer_west_s, out->summer_name, sizeof out->summer_name);
    out->has_summer = out->standard_west_s != out->summer_west_s;
    if (out->standard_west_s < out->summer_west_s) {
        RtZone swapped = *out;
        out->standard_west_s = swapped.summer_west_s;
        out->summer_west_s = swapped.standard_west_s;
        memcpy(out->standard_name, swapped.summer_name, sizeof out->standard_name);
        memcpy(out->summer_name, swapped.standard_name, sizeof out->summer_name);
    }
    return 0;
}
