/* time: clocks, sleeping and calendars. strftime and strptime's C half speak English, as the C
 * locale does. */
#include "vm/gilbox.h"

#include <math.h>

static const char *const day_names[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                        "Friday", "Saturday", "Sunday"};
static const char *const month_names[] = {"January",   "February", "March",    "April",
                                          "May",       "June",     "July",     "August",
                                          "September", "October",  "November", "December"};
static const char *const struct_time_fields[] = {"tm_year",  "tm_mon",  "tm_mday",   "tm_hour",
                                                 "tm_min",   "tm_sec",  "tm_wday",   "tm_yday",
                                                 "tm_isdst", "tm_zone", "tm_gmtoff", NULL};
static const GbStructSpec struct_time = {"time.struct_time", struct_time_fields, 9};

/* --- Clocks --- */

static GbRef seconds_of(int64_t ns)
{
    return gb_float_new((double)(ns / RT_SECOND) + (double)(ns % RT_SECOND) / 1e9);
}

static GbRef clock_seconds(GbThread *t, RtClock clock)
{
    return seconds_of(rt_clock(gb_rt(t), clock));
}

static GbRef clock_ns(GbThread *t, RtClock clock)
{
    return gb_int_new(t, rt_clock(gb_rt(t), clock));
}

static GbRef time_time(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return clock_seconds(t, RT_CLOCK_WALL);
}

static GbRef time_time_ns(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return clock_ns(t, RT_CLOCK_WALL);
}

static GbRef time_monotonic(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return clock_seconds(t, RT_CLOCK_MONOTONIC);
}

static GbRef time_monotonic_ns(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return clock_ns(t, RT_CLOCK_MONOTONIC);
}

static GbRef time_process_time(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return clock_seconds(t, RT_CLOCK_PROCESS);
}

static GbRef time_process_time_ns(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return clock_ns(t, RT_CLOCK_PROCESS);
}

static GbRef time_thread_time(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return clock_seconds(t, RT_CLOCK_THREAD);
}

static GbRef time_thread_time_ns(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return clock_ns(t, RT_CLOCK_THREAD);
}

/* time.clock_gettime's numbers are Linux's. */
static const RtClock clock_ids[] = {RT_CLOCK_WALL, RT_CLOCK_MONOTONIC, RT_CLOCK_PROCESS,
                                    RT_CLOCK_THREAD, RT_CLOCK_MONOTONIC};

static int read_clock_id(GbThread *t, GbBorrow v, RtClock *clock)
{
    int64_t id;
    if (gb_index_i64(t, v, &id, gb_OverflowError) < 0)
        return -1;
    if (id < 0 || id >= (int64_t)(sizeof clock_ids / sizeof clock_ids[0])) {
        gb_raise_rt(t, RT_EINVAL, GB_NULL, GB_NULL);
        return -1;
    }
    *clock = clock_ids[id];
    return 0;
}

static GbRef time_clock_gettime(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    RtClock clock;
    return read_clock_id(t, args[0], &clock) < 0 ? GB_NULL : clock_seconds(t, clock);
}

static GbRef time_clock_gettime_ns(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    RtClock clock;
    return read_clock_id(t, args[0], &clock) < 0 ? GB_NULL : clock_ns(t, clock);
}

static GbRef time_clock_getres(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    RtClock clock;
    return read_clock_id(t, args[0], &clock) < 0 ? GB_NULL
                                                 : seconds_of(rt_clock_resolution(gb_rt(t), clock));
}

typedef struct ClockInfo {
    const char *name, *implementation;
    RtClock clock;
    bool monotonic, adjustable;
} ClockInfo;

static const ClockInfo clock_infos[] = {
    {"time", "clock_gettime(CLOCK_REALTIME)", RT_CLOCK_WALL, false, true},
    {"monotonic", "clock_gettime(CLOCK_MONOTONIC)", RT_CLOCK_MONOTONIC, true, false},
    {"perf_counter", "clock_gettime(CLOCK_MONOTONIC)", RT_CLOCK_MONOTONIC, true, false},
    {"process_time", "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", RT_CLOCK_PROCESS, true, false},
    {"thread_time", "clock_gettime(CLOCK_THREAD_CPUTIME_ID)", RT_CLOCK_THREAD, true, false},
};

static GbRef clock_info_new(GbThread *t, const ClockInfo *info)
{
    GbRef types = gb_import(t, "types"), namespace = GB_NULL;
    if (types != GB_NULL)
    namespace = gb_call_method_c(t, types, "SimpleNamespace", NULL, 0);
    gb_xdecref(types);
    if (namespace == GB_NULL)
        return GB_NULL;
    GbRef implementation = gb_str_new(t, info->implementation);
    if (implementation == GB_NULL ||
        gb_attr_set_c(t, namespace, "implementation", implementation) < 0 ||
        gb_attr_set_c(t, namespace, "monotonic", gb_bool(info->monotonic)) < 0 ||
        gb_attr_set_c(t, namespace, "adjustable", gb_bool(info->adjustable)) < 0 ||
        gb_attr_set_c(t, namespace, "resolution",
                      seconds_of(rt_clock_resolution(gb_rt(t), info->clock))) < 0)
        gb_clear(&namespace);
    gb_xdecref(implementation);
    return namespace;
}

static GbRef time_get_clock_info(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (!gb_is_str(args[0]))
        return gb_raise(t, gb_TypeError, "get_clock_info() argument 1 must be str, not %K",
                        args[0]);
    for (size_t i = 0; i < sizeof clock_infos / sizeof clock_infos[0]; i++) {
        if (gb_str_equal_c(args[0], clock_infos[i].name))
            return clock_info_new(t, &clock_infos[i]);
    }
    return gb_raise(t, gb_ValueError, "unknown clock");
}

/* --- Sleeping --- */

/* Seconds as nanoseconds, rounded up so that a sleep is never shorter than asked. 0 or -1. */
static int read_duration(GbThread *t, GbBorrow v, int64_t *ns)
{
    double seconds;
    if (gb_is_intlike(v)) {
        int64_t whole;
        if (!gb_int_peek_i64(v, &whole) || whole > INT64_MAX / RT_SECOND)
            return gb_fail(t, gb_OverflowError, "timestamp too large to convert to C _PyTime_t");
        *ns = whole * RT_SECOND;
    } else {
        if (!gb_is_float(v)) {
            GbRef index = gb_index(t, v);
            if (index == GB_NULL)
                return -1;
            int failed = read_duration(t, index, ns);
            gb_decref(index);
            return failed;
        }
        seconds = gb_float_value(v);
        if (isnan(seconds))
            return gb_fail(t, gb_ValueError, "Invalid value NaN (not a number)");
        if (seconds > 9223372036.0)
            return gb_fail(t, gb_OverflowError, "timestamp out of range for platform time_t");
        *ns = seconds < 0 ? -1 : (int64_t)ceil(seconds * 1e9);
    }
    return *ns < 0 ? gb_fail(t, gb_ValueError, "sleep length must be non-negative") : 0;
}

static GbRef time_sleep(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t ns;
    Rt *rt = gb_rt(t);
    if (read_duration(t, args[0], &ns) < 0)
        return GB_NULL;
    int64_t now_ns = rt_clock(rt, RT_CLOCK_MONOTONIC);
    int64_t until_ns = ns > RT_FOREVER - 1 - now_ns ? RT_FOREVER - 1 : now_ns + ns;
    for (;;) {
        gb_unlock_on(t, GIL_SLEEP, ns, NULL);
        int error = rt_sleep_until(rt, until_ns);
        gb_lock(t);
        if (error != RT_EINTR)
            return GB_NONE;
        if (gb_check_signals(t) < 0)
            return GB_NULL;
    }
}

/* --- Calendars --- */

/* Seconds since 1970 of a number, or now when it is None or absent; rounded down. 0 or -1. */
static int read_moment(GbThread *t, GbBorrow v, int64_t *seconds)
{
    double x;
    if (v == GB_NULL || v == GB_NONE) {
        *seconds = rt_clock(gb_rt(t), RT_CLOCK_WALL) / RT_SECOND;
        return 0;
    }
    if (gb_is_intlike(v))
        return gb_int_peek_i64(v, seconds)
                   ? 0
                   : gb_fail(t, gb_OverflowError, "timestamp out of range for platform time_t");
    if (!gb_is_float(v)) {
        return gb_fail(t, gb_TypeError, "'%T' object cannot be interpreted as an integer", v);
    }
    x = gb_float_value(v);
    if (isnan(x))
        return gb_fail(t, gb_ValueError, "Invalid value NaN (not a number)");
    if (fabs(x) > 9e18)
        return gb_fail(t, gb_OverflowError, "timestamp out of range for platform time_t");
    *seconds = (int64_t)floor(x);
    return 0;
}

static GbRef struct_time_new(GbThread *t, const RtCalendar *c)
{
    GbRef zone = gb_str_new(t, c->zone), result = GB_NULL;
    if (zone != GB_NULL) {
        GbBorrow items[] = {gb_int_new(t, c->year),   gb_small_new(c->month),
                            gb_small_new(c->day),     gb_small_new(c->hour),
                            gb_small_new(c->minute),  gb_small_new(c->second),
                            gb_small_new(c->weekday), gb_small_new(c->yearday),
                            gb_small_new(c->is_dst),  zone,
                            gb_small_new(c->offset_s)};
        result = gb_struct_new(t, &struct_time, items);
    }
    gb_xdecref(zone);
    return result;
}

static GbRef calendar_result(GbThread *t, int error, const RtCalendar *calendar)
{
    if (error == RT_ERANGE)
        return gb_raise(t, gb_OverflowError, "timestamp out of range for platform time_t");
    return error != 0 ? gb_raise_rt(t, error, GB_NULL, GB_NULL)
                      : struct_time_new(t, calendar);
}

static GbRef time_gmtime(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t seconds;
    RtCalendar calendar;
    if (read_moment(t, args[0], &seconds) < 0)
        return GB_NULL;
    return calendar_result(t, rt_calendar_utc(gb_rt(t), seconds, &calendar), &calendar);
}

static GbRef time_localtime(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t seconds;
    RtCalendar calendar;
    if (read_moment(t, args[0], &seconds) < 0)
        return GB_NULL;
    return calendar_result(t, rt_calendar_local(gb_rt(t), seconds, &calendar), &calendar);
}

/* One field of a time tuple. */
static int tuple_field(GbThread *t, GbBorrow tuple, int index, int64_t low, int64_t high,
                       const char *what, int *out)
{
    int64_t value;
    if (gb_index_i64(t, gb_tuple_peek(tuple, index), &value, gb_OverflowError) < 0)
        return -1;
    if (value < low || value > high)
        return gb_fail(t, gb_ValueError, "%s out of range", what);
    *out = (int)value;
    return 0;
}

/* C's time counts years from 1900 in an int. */
static int tuple_year(GbThread *t, GbBorrow tuple, int64_t *year)
{
    if (gb_index_i64(t, gb_tuple_peek(tuple, 0), year, gb_OverflowError) < 0)
        return -1;
    if (*year > INT32_MAX)
        return gb_fail(t, gb_OverflowError, "signed integer is greater than maximum");
    if (*year < INT32_MIN)
        return gb_fail(t, gb_OverflowError, "signed integer is less than minimum");
    if (*year < (int64_t)INT32_MIN + 1900)
        return gb_fail(t, gb_OverflowError, "year out of range");
    return 0;
}

/* A time tuple as a calendar; `function` is for messages. Ranges are strftime's when `check`. */
static int read_calendar(GbThread *t, GbBorrow v, const char *function, bool check, RtCalendar *c)
{
    *c = (RtCalendar){0};
    if (!gb_is_tuple(v))
        return gb_fail(t, gb_TypeError, "Tuple or struct_time argument required");
    if (gb_length(t, v) != 9)
        return gb_fail(t, gb_TypeError, "%s(): illegal time tuple argument", function);
    int64_t low = check ? 0 : INT32_MIN, high = INT32_MAX;
    if (tuple_year(t, v, &c->year) < 0 ||
        tuple_field(t, v, 1, low, check ? 12 : high, "month", &c->month) < 0 ||
        tuple_field(t, v, 2, low, check ? 31 : high, "day of month", &c->day) < 0 ||
        tuple_field(t, v, 3, low, check ? 23 : high, "hour", &c->hour) < 0 ||
        tuple_field(t, v, 4, low, check ? 59 : high, "minute", &c->minute) < 0 ||
        tuple_field(t, v, 5, low, check ? 61 : high, "seconds", &c->second) < 0 ||
        tuple_field(t, v, 6, check ? -1 : low, high, "day of week", &c->weekday) < 0 ||
        tuple_field(t, v, 7, low, check ? 366 : high, "day of year", &c->yearday) < 0 ||
        tuple_field(t, v, 8, INT32_MIN, high, "isdst", &c->is_dst) < 0)
        return -1;
    if (check) {
        c->month += c->month == 0;
        c->day += c->day == 0;
        c->yearday += c->yearday == 0;
        c->weekday = c->weekday < 0 ? 6 : c->weekday % 7;
    }
    c->is_dst = c->is_dst < 0 ? -1 : c->is_dst > 0;
    return 0;
}

/* The argument of asctime and strftime: a time tuple, or now. */
static int calendar_or_now(GbThread *t, GbBorrow v, const char *function, RtCalendar *c)
{
    if (v != GB_NULL)
        return read_calendar(t, v, function, true, c);
    int64_t seconds = rt_clock(gb_rt(t), RT_CLOCK_WALL) / RT_SECOND;
    int error = rt_calendar_local(gb_rt(t), seconds, c);
    if (error != 0)
        gb_raise_rt(t, error, GB_NULL, GB_NULL);
    return error != 0 ? -1 : 0;
}

static GbRef calendar_text(GbThread *t, const RtCalendar *c)
{
    return gb_str_format(t, "%.3s %.3s %2d %02d:%02d:%02d %lld", day_names[c->weekday],
                         month_names[c->month - 1], c->day, c->hour, c->minute, c->second,
                         (long long)c->year);
}

static GbRef time_asctime(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    RtCalendar calendar;
    return calendar_or_now(t, args[0], "asctime", &calendar) < 0 ? GB_NULL
                                                                 : calendar_text(t, &calendar);
}

static GbRef time_ctime(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t seconds;
    RtCalendar calendar;
    if (read_moment(t, args[0], &seconds) < 0)
        return GB_NULL;
    int error = rt_calendar_local(gb_rt(t), seconds, &calendar);
    if (error == RT_ERANGE)
        return gb_raise(t, gb_OverflowError, "timestamp out of range for platform time_t");
    return error != 0 ? gb_raise_rt(t, error, GB_NULL, GB_NULL) : calendar_text(t, &calendar);
}

static GbRef time_mktime(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    RtCalendar calendar;
    int64_t seconds;
    if (read_calendar(t, args[0], "mktime", false, &calendar) < 0)
        return GB_NULL;
    if (rt_calendar_seconds(gb_rt(t), &calendar, &seconds) != 0)
        return gb_raise(t, gb_OverflowError, "mktime argument out of range");
    return gb_float_new((double)seconds);
}

/* --- strftime --- */

static bool is_leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* ISO 8601's week number, and the year it belongs to. Weekdays count from Monday. */
static int iso_week(const RtCalendar *c, int64_t *year)
{
    int week = (c->yearday - 1 - c->weekday + 10) / 7;
    *year = c->year;
    if (week == 0) { /* In the last week of the year before. */
        *year = c->year - 1;
        int days = c->yearday + (is_leap(*year) ? 366 : 365);
        return (days - 1 - c->weekday + 10) / 7;
    }
    if (week == 53 && c->yearday - 1 - c->weekday + 3 >= (is_leap(c->year) ? 366 : 365)) {
        *year = c->year + 1;
        return 1;
    }
    return week;
}

static void put_zone_offset(GbWriter *writer, const RtCalendar *c)
{
    int minutes = c->offset_s / 60;
    gb_writer_format(writer, "%c%02d%02d", minutes < 0 ? '-' : '+',
                     (minutes < 0 ? -minutes : minutes) / 60,
                     (minutes < 0 ? -minutes : minutes) % 60);
}

static void put_text(GbWriter *writer, GbThread *t, const char *format, const RtCalendar *c);

static void put_week(GbWriter *writer, char code, const RtCalendar *c)
{
    int64_t year;
    int week = iso_week(c, &year);
    int from_sunday = (c->weekday + 1) % 7;
    switch (code) {
    case 'U': gb_writer_format(writer, "%02d", (c->yearday + 6 - from_sunday) / 7); break;
    case 'W': gb_writer_format(writer, "%02d", (c->yearday + 6 - c->weekday) / 7); break;
    case 'V': gb_writer_format(writer, "%02d", week); break;
    case 'G': gb_writer_format(writer, "%lld", (long long)year); break;
    case 'g': gb_writer_format(writer, "%02d", (int)((year % 100 + 100) % 100)); break;
    case 'u': gb_writer_format(writer, "%d", c->weekday + 1); break;
    default: gb_writer_format(writer, "%d", from_sunday); break;
    }
}

/* One directive; false: unknown, it stands for itself. */
static bool put_directive(GbWriter *writer, GbThread *t, char code, const RtCalendar *c)
{
    int hour12 = c->hour % 12 == 0 ? 12 : c->hour % 12;
    int64_t seconds;
    switch (code) {
    case 'a': gb_writer_format(writer, "%.3s", day_names[c->weekday]); return true;
    case 'A': gb_writer_c(writer, day_names[c->weekday]); return true;
    case 'b':
    case 'h': gb_writer_format(writer, "%.3s", month_names[c->month - 1]); return true;
    case 'B': gb_writer_c(writer, month_names[c->month - 1]); return true;
    case 'c': put_text(writer, t, "%a %b %e %H:%M:%S %Y", c); return true;
    case 'C': gb_writer_format(writer, "%02d", (int)(c->year / 100)); return true;
    case 'd': gb_writer_format(writer, "%02d", c->day); return true;
    case 'D':
    case 'x': put_text(writer, t, "%m/%d/%y", c); return true;
    case 'e': gb_writer_format(writer, "%2d", c->day); return true;
    case 'F': put_text(writer, t, "%Y-%m-%d", c); return true;
    case 'H': gb_writer_format(writer, "%02d", c->hour); return true;
    case 'I': gb_writer_format(writer, "%02d", hour12); return true;
    case 'j': gb_writer_format(writer, "%03d", c->yearday); return true;
    case 'k': gb_writer_format(writer, "%2d", c->hour); return true;
    case 'l': gb_writer_format(writer, "%2d", hour12); return true;
    case 'm': gb_writer_format(writer, "%02d", c->month); return true;
    case 'M': gb_writer_format(writer, "%02d", c->minute); return true;
    case 'n': gb_writer_char(writer, '\n'); return true;
    case 'p': gb_writer_c(writer, c->hour < 12 ? "AM" : "PM"); return true;
    case 'P': gb_writer_c(writer, c->hour < 12 ? "am" : "pm"); return true;
    case 'r': put_text(writer, t, "%I:%M:%S %p", c); return true;
    case 'R': put_text(writer, t, "%H:%M", c); return true;
    case 's':
        if (rt_calendar_seconds(gb_rt(t), c, &seconds) == 0)
            gb_writer_format(writer, "%lld", (long long)seconds);
        return true;
    case 'S': gb_writer_format(writer, "%02d", c->second); return true;
    case 't': gb_writer_char(writer, '\t'); return true;
    case 'T':
    case 'X': put_text(writer, t, "%H:%M:%S", c); return true;
    case 'y': gb_writer_format(writer, "%02d", (int)((c->year % 100 + 100) % 100)); return true;
    case 'Y': gb_writer_format(writer, "%lld", (long long)c->year); return true;
    case 'z': put_zone_offset(writer, c); return true;
    case 'Z': gb_writer_c(writer, c->zone); return true;
    case '%': gb_writer_char(writer, '%'); return true;
    case 'U':
    case 'W':
    case 'V':
    case 'G':
    case 'g':
    case 'u':
    case 'w': put_week(writer, code, c); return true;
    default: return false;
    }
}

/* `format` is UTF-8: what stands between directives is passed on as it is. */
static void put_text(GbWriter *writer, GbThread *t, const char *format, const RtCalendar *c)
{
    while (*format != '\0') {
        const char *percent = strchr(format, '%');
        size_t plain = percent == NULL ? strlen(format) : (size_t)(percent - format);
        if (plain > 0) {
            GbRef text = gb_str_from_utf8(t, format, plain);
            writer->failed |= text == GB_NULL || gb_writer_str(writer, text) < 0;
            gb_xdecref(text);
        }
        if (percent == NULL)
            return;
        format = percent + 1;
        if (*format == '\0') {
            gb_writer_char(writer, '%');
            return;
        }
        if (!put_directive(writer, t, *format, c)) {
            gb_writer_char(writer, '%');
            gb_writer_char(writer, (unsigned char)*format);
        }
        ++format;
    }
}

static GbRef time_strftime(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    RtCalendar calendar;
    if (!gb_is_str(args[0]))
        return gb_raise(t, gb_TypeError, "strftime() argument 1 must be str, not %K", args[0]);
    size_t size;
    const char *format = gb_str_wtf8(t, args[0], &size);
    if (format == NULL || calendar_or_now(t, args[1], "strftime", &calendar) < 0)
        return GB_NULL;
    if (strlen(format) != size)
        return gb_raise(t, gb_ValueError, "embedded null character");
    if (args[1] != GB_NULL && calendar.zone[0] == '\0') {
        RtZone zone;
        if (rt_zone(gb_rt(t), &zone) == 0) {
            bool summer = calendar.is_dst > 0 && zone.has_summer;
            memcpy(calendar.zone, summer ? zone.summer_name : zone.standard_name,
                   sizeof calendar.zone);
            calendar.offset_s = -(summer ? zone.summer_west_s : zone.standard_west_s);
        }
    }
    GbWriter writer;
    gb_writer_init(&writer, t);
    put_text(&writer, t, format, &calendar);
    return gb_writer_finish(&writer);
}

static GbRef time_strptime(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef module = gb_import(t, "_strptime");
    GbRef format = args[1] == GB_NULL ? gb_str_new(t, "%a %b %d %H:%M:%S %Y") : gb_new_ref(args[1]);
    GbBorrow both[] = {args[0], format};
    GbRef result = module == GB_NULL || format == GB_NULL
                       ? GB_NULL
                       : gb_call_method_c(t, module, "_strptime_time", both, 2);
    gb_xdecref(module);
    gb_xdecref(format);
    return result;
}

/* --- The zone --- */

static int set_zone(GbThread *t, GbBorrow module)
{
    RtZone zone;
    if (rt_zone(gb_rt(t), &zone) != 0)
        return 0;
    GbRef standard = gb_str_new(t, zone.standard_name), summer = gb_str_new(t, zone.summer_name);
    GbRef names = standard == GB_NULL || summer == GB_NULL ? GB_NULL
                                                           : gb_tuple_of(t, 2, standard, summer);
    gb_xdecref(standard);
    gb_xdecref(summer);
    if (gb_module_set_take(t, module, "tzname", names) < 0 ||
        gb_module_set(t, module, "timezone", gb_small_new(zone.standard_west_s)) < 0 ||
        gb_module_set(t, module, "altzone", gb_small_new(zone.summer_west_s)) < 0)
        return -1;
    return gb_module_set(t, module, "daylight", gb_small_new(zone.has_summer));
}

static GbRef time_tzset(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return set_zone(t, self) < 0 ? GB_NULL : GB_NONE;
}

/* --- The module --- */

static const GbMethodDef time_functions[] = {
    {"time()", time_time, "Return the current time in seconds since the Epoch."},
    {"time_ns()", time_time_ns, "Return the current time in nanoseconds since the Epoch."},
    {"monotonic()", time_monotonic, "Monotonic clock, cannot go backward."},
    {"monotonic_ns()", time_monotonic_ns, "Monotonic clock, cannot go backward, as nanoseconds."},
    {"perf_counter()", time_monotonic, "Performance counter for benchmarking."},
    {"perf_counter_ns()", time_monotonic_ns,
     "Performance counter for benchmarking as nanoseconds."},
    {"process_time()", time_process_time,
     "Process time for profiling: sum of the kernel and user-space CPU time."},
    {"process_time_ns()", time_process_time_ns, "Process time for profiling as nanoseconds."},
    {"thread_time()", time_thread_time,
     "Thread time for profiling: sum of the kernel and user-space CPU time."},
    {"thread_time_ns()", time_thread_time_ns, "Thread time for profiling as nanoseconds."},
    {"clock_gettime(clk_id, /)", time_clock_gettime,
     "Return the time of the specified clock clk_id."},
    {"clock_gettime_ns(clk_id, /)", time_clock_gettime_ns,
     "Return the time of the specified clock as nanoseconds."},
    {"clock_getres(clk_id, /)", time_clock_getres,
     "Return the resolution (precision) of the specified clock clk_id."},
    {"get_clock_info(name, /)", time_get_clock_info, "Get information of the specified clock."},
    {"sleep(seconds, /)", time_sleep, "Delay execution for a given number of seconds."},
    {"gmtime(seconds=?, /) -> tuple", time_gmtime,
     "Convert seconds since the Epoch to a time tuple expressing UTC."},
    {"localtime(seconds=?, /) -> tuple", time_localtime,
     "Convert seconds since the Epoch to a time tuple expressing local "
     "time."},
    {"asctime(tuple=?, /)", time_asctime,
     "Convert a time tuple to a string, e.g. 'Sat Jun 06 16:26:11 1998'."},
    {"ctime(seconds=?, /) -> str", time_ctime,
     "Convert a time in seconds since the Epoch to a string in local time."},
    {"mktime(tuple, /)", time_mktime,
     "Convert a time tuple in local time to seconds since the Epoch."},
    {"strftime(format, tuple=?, /) -> str", time_strftime,
     "Convert a time tuple to a string according to a format "
     "specification."},
    {"strptime(string, format=?, /)", time_strptime,
     "Parse a string to a time tuple according to a format "
     "specification."},
    {"tzset()", time_tzset,
     "Initialize, or reinitialize, the local timezone to the value stored in\n"
     "os.environ['TZ']."},
    {0},
};

typedef struct Constant {
    const char *name;
    int value;
} Constant;

static const Constant constants[] = {
    {"CLOCK_REALTIME", 0},          {"CLOCK_MONOTONIC", 1},     {"CLOCK_PROCESS_CPUTIME_ID", 2},
    {"CLOCK_THREAD_CPUTIME_ID", 3}, {"CLOCK_MONOTONIC_RAW", 4}, {"_STRUCT_TM_ITEMS", 11},
};

static int time_init(GbThread *t, GbBorrow module)
{
    if (gb_module_add_struct(t, module, &struct_time) < 0)
        return -1;
    for (size_t i = 0; i < sizeof constants / sizeof constants[0]; i++) {
        if (gb_module_set(t, module, constants[i].name, gb_small_new(constants[i].value)) < 0)
            return -1;
    }
    return set_zone(t, module);
}

const GbModuleDef gb_module_time = {
    "time",
    "This module provides various functions to manipulate time values.",
    time_functions,
    time_init,
};
