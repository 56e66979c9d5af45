/* Clocks and calendars of the virtual machine: local time is UTC everywhere. */
#include "runtime/sim_world.h"

#include <limits.h>
#include <string.h>

enum { DAY_S = 24 * 60 * 60 };

/* Free, so that statistics and traces change nothing. A script pays for its call of the clock. */
int64_t rt_sim_clock(Rt *rt, RtClock clock)
{
    Sim *sim = rt_sim_enter(rt);
    switch (clock) {
    case RT_CLOCK_WALL: return rt_sim_wall_ns(sim);
    case RT_CLOCK_PROCESS: return rt_sim_work_ns(sim);
    case RT_CLOCK_THREAD: return sim->current->cpu_ps / SIM_PS_PER_NS;
    default: return rt_sim_now_ns(sim);
    }
}

int64_t rt_sim_work_ns(Sim *sim)
{
    return sim->process->cpu_ps / SIM_PS_PER_NS;
}

int64_t rt_sim_clock_resolution(Rt *rt, RtClock clock)
{
    return 1;
}

/* --- Calendars ----------------------------------------------------------------------------- */

/* Years are counted from March here, so that the leap day is the last of its year; and in eras of
 * 400 years, after which all repeats. */
enum { ERA_DAYS = 146097, ERA_YEARS = 400, EPOCH_DAY = 719468 /* days from 0000-03-01 to 1970 */ };

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static int64_t days_of(int64_t year, int month, int64_t day)
{
    year -= month <= 2;
    int64_t era = floor_div(year, ERA_YEARS);
    int64_t of_era = year - era * ERA_YEARS;
    int64_t month_from_march = (month + 9) % 12;
    int64_t of_year = (153 * month_from_march + 2) / 5;
    return era * ERA_DAYS + of_era * 365 + of_era / 4 - of_era / 100 + of_year + day - 1 -
           EPOCH_DAY;
}

static void date_of(int64_t days, RtCalendar *out)
{
    days += EPOCH_DAY;
    int64_t era = floor_div(days, ERA_DAYS);
    int64_t day = days - era * ERA_DAYS;
    int64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
    int64_t of_year = day - (365 * year + year / 4 - year / 100);
    int64_t month_from_march = (5 * of_year + 2) / 153;
    out->day = (int)(of_year - (153 * month_from_march + 2) / 5) + 1;
    out->month = (int)(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
    out->year = year + era * ERA_YEARS + (out->month <= 2);
}

int rt_sim_calendar_utc(Rt *rt, int64_t seconds, RtCalendar *out)
{
    RtCalendar found = {.zone = "GMT"};
    int64_t days = floor_div(seconds, DAY_S);
    int second = (int)(seconds - days * DAY_S);
    if (days > (int64_t)INT_MAX * 365 || days < (int64_t)INT_MIN * 365)
        return RT_ERANGE;
    date_of(days, &found);
    if (found.year - 1900 > INT_MAX || found.year - 1900 < INT_MIN)
        return RT_ERANGE;
    found.hour = second / 3600;
    found.minute = second / 60 % 60;
    found.second = second % 60;
    found.weekday = (int)(((days + 3) % 7 + 7) % 7);
    found.yearday = (int)(days - days_of(found.year, 1, 1)) + 1;
    *out = found;
    return 0;
}

int rt_sim_calendar_local(Rt *rt, int64_t seconds, RtCalendar *out)
{
    int err = rt_sim_calendar_utc(rt, seconds, out);
    if (err == 0)
        memcpy(out->zone, "UTC", sizeof "UTC");
    return err;
}

/* Fields out of their ranges carry over, as they do in mktime. */
int rt_sim_calendar_seconds(Rt *rt, const RtCalendar *calendar, int64_t *out_seconds)
{
    if (calendar->year - 1900 > INT_MAX || calendar->year - 1900 < INT_MIN)
        return RT_ERANGE;
    int64_t months = calendar->year * 12 + calendar->month - 1;
    int64_t year = floor_div(months, 12);
    int64_t days = days_of(year, (int)(months - year * 12) + 1, 1) + calendar->day - 1;
    *out_seconds = days * DAY_S + (int64_t)calendar->hour * 3600 + (int64_t)calendar->minute * 60 +
                   calendar->second;
    return 0;
}

int rt_sim_zone(Rt *rt, RtZone *out)
{
    *out = (RtZone){.standard_name = "UTC", .summer_name = "UTC"};
    return 0;
}
