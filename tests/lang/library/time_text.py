"""time: struct_time, strftime, strptime-free parts, clocks."""
import time, os
os.environ['TZ'] = 'UTC'; time.tzset()
t = time.gmtime(0)
print(t, t.tm_year, t[1], len(t))
# expect: time.struct_time(tm_year=1970, tm_mon=1, tm_mday=1, tm_hour=0, tm_min=0, tm_sec=0, tm_wday=3, tm_yday=1, tm_isdst=0) 1970 1 9
print(time.strftime('%Y-%m-%d %H:%M:%S %j %a %b %%', t))
# expect: 1970-01-01 00:00:00 001 Thu Jan %
print(time.asctime(t), time.ctime(86400))
# expect: Thu Jan  1 00:00:00 1970 Fri Jan  2 00:00:00 1970
print(time.mktime(time.localtime(1e9)))  # expect: 1000000000.0
print(time.gmtime(1e9)[:6], time.gmtime(-1)[:6])
# expect: (2001, 9, 9, 1, 46, 40) (1969, 12, 31, 23, 59, 59)
print(time.strftime('%y %I %p %U %w', time.gmtime(1700000000)))  # expect: 23 10 PM 46 2
print(time.struct_time(range(9)).tm_mon)  # expect: 1
print(isinstance(t, tuple), t == time.gmtime(0.9))  # expect: True True
print(time.timezone, time.daylight, time.tzname)  # expect: 0 0 ('UTC', 'UTC')
print(t.tm_zone, t.tm_gmtoff)           # expect: GMT 0
a, b = time.monotonic(), time.monotonic()
print(b >= a, time.perf_counter() > 0)  # expect: True True
print(time.time() > 1.6e9)              # expect: True
print(time.time_ns() > 1.6e18)          # expect: True
print(time.process_time() >= 0)         # expect: True
print(time.thread_time() >= 0)          # expect: True
print(isinstance(time.monotonic_ns(), int))  # expect: True
print(time.get_clock_info('monotonic').monotonic)  # expect: True
print(time.sleep(0), time.sleep(0.001))  # expect: None None
for call in (lambda: time.sleep(-1), lambda: time.sleep('a'), lambda: time.gmtime('a'),
             lambda: time.strftime(5), lambda: time.strftime('%Y', (1, 2)),
             lambda: time.mktime((1, 2)), lambda: time.gmtime(1e30),
             lambda: time.struct_time([1]), lambda: time.asctime('a'),
             lambda: time.sleep(float('nan')), lambda: time.sleep(1e20),
             lambda: time.strftime('%Y', (2000, 13, 1, 0, 0, 0, 0, 1, 0)),
             lambda: time.get_clock_info('x')):
    try: print(call())
    except Exception as e: print(type(e).__name__, e)
    # expect: ValueError sleep length must be non-negative
    # expect: TypeError 'str' object cannot be interpreted as an integer
    # expect: TypeError 'str' object cannot be interpreted as an integer
    # expect: TypeError strftime() argument 1 must be str, not int
    # expect: TypeError strftime(): illegal time tuple argument
    # expect: TypeError mktime(): illegal time tuple argument
    # expect: OverflowError timestamp out of range for platform time_t
    # expect: TypeError time.struct_time() takes an at least 9-sequence (1-sequence given)
    # expect: TypeError Tuple or struct_time argument required
    # expect: ValueError Invalid value NaN (not a number)
    # expect: OverflowError timestamp out of range for platform time_t
    # expect: ValueError month out of range
    # expect: ValueError unknown clock
