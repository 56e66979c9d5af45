"""datetime: dates, times, durations, zones, text."""
from datetime import *
d = datetime(2024, 2, 29, 12, 30, 5, 250000)
print(d, repr(d), d.date(), d.time(), d.ctime())
# expect: 2024-02-29 12:30:05.250000 datetime.datetime(2024, 2, 29, 12, 30, 5, 250000) 2024-02-29 12:30:05.250000 Thu Feb 29 12:30:05 2024
print(d.strftime('%Y-%m-%d %H:%M:%S.%f %j %A %%f'), f'{d:%d.%m.%y}')
# expect: 2024-02-29 12:30:05.250000 060 Thursday %f 29.02.24
print(d + timedelta(days=1, hours=13), d - datetime(2023, 1, 1), timedelta(hours=-1))
# expect: 2024-03-02 01:30:05.250000 424 days, 12:30:05.250000 -1 day, 23:00:00
print(repr(timedelta(hours=-1)), timedelta(1.5), timedelta(seconds=1) / 3, timedelta(1) * 2.5)
# expect: datetime.timedelta(days=-1, seconds=82800) 1 day, 12:00:00 0:00:00.333333 2 days, 12:00:00
print(timedelta(1) // timedelta(hours=5), divmod(timedelta(1), timedelta(hours=5)))
# expect: 4 (4, datetime.timedelta(seconds=14400))
ist = timezone(timedelta(hours=5, minutes=30), 'IST')
a = d.replace(tzinfo=ist)
print(a, a.astimezone(UTC), a.timestamp(), a.tzname(), repr(a), timezone(timedelta(hours=-3)))
# expect: 2024-02-29 12:30:05.250000+05:30 2024-02-29 07:00:05.250000+00:00 1709190005.25 IST datetime.datetime(2024, 2, 29, 12, 30, 5, 250000, tzinfo=datetime.timezone(datetime.timedelta(seconds=19800), 'IST')) UTC-03:00
print(a == a.astimezone(UTC), hash(a) == hash(a.astimezone(UTC)), a - a.astimezone(UTC))
# expect: True True 0:00:00
print(date.fromisoformat('2024-W09-4'), datetime.fromisoformat('20240229T123005.5Z'))
# expect: 2024-02-29 2024-02-29 12:30:05.500000+00:00
print(date(2024, 12, 30).isocalendar(), date.fromisocalendar(2025, 1, 1), date.min, date.max)
# expect: datetime.IsoCalendarDate(year=2025, week=1, weekday=1) 2024-12-30 0001-01-01 9999-12-31
print(date(2000, 1, 1).toordinal(), date.fromordinal(730120), d.weekday(), d.isoweekday())
# expect: 730120 2000-01-01 3 4
print(datetime.strptime('2024-03-10 01:02:03.5 +0100', '%Y-%m-%d %H:%M:%S.%f %z'))
# expect: 2024-03-10 01:02:03.500000+01:00
print(datetime.strptime('2021 23 Tue', '%Y %W %a'), datetime.strptime('5/6/70', '%d/%m/%y'))
# expect: 2021-06-08 00:00:00 1970-06-05 00:00:00
print(datetime.fromtimestamp(-1.5, UTC), datetime.utcfromtimestamp(1e9))
# expect: 1969-12-31 23:59:58.500000+00:00 2001-09-09 01:46:40
print(time(12, 5) < time(13), time.fromisoformat('01:02:03+04:00'), time(1, tzinfo=UTC).isoformat())
# expect: True 01:02:03+04:00 01:00:00+00:00
print(d.timetuple()[:8], datetime.combine(date(2020, 1, 2), time(3)), d.isoformat(' ', 'minutes'))
# expect: (2024, 2, 29, 12, 30, 5, 3, 60) 2020-01-02 03:00:00 2024-02-29 12:30
for call in (lambda: date(2023, 2, 29), lambda: datetime(2023, 1, 1, 25), lambda: d < a,
             lambda: datetime.strptime('x', '%Y'), lambda: datetime.strptime('2020x', '%Y'),
             lambda: datetime.strptime('1', '%Q'), lambda: date.max + timedelta(1),
             lambda: timedelta(10**9), lambda: datetime.fromisoformat('foo'), lambda: date(1, 2),
             lambda: d.replace(tzinfo=3), lambda: timezone(timedelta(1))):
    try:
        print(call())
    except (ValueError, TypeError, OverflowError) as e:
        print(type(e).__name__, e)
        # expect: ValueError day is out of range for month
        # expect: ValueError hour must be in 0..23
        # expect: TypeError can't compare offset-naive and offset-aware datetimes
        # expect: ValueError time data 'x' does not match format '%Y'
        # expect: ValueError unconverted data remains: x
        # expect: ValueError 'Q' is a bad directive in format '%Q'
        # expect: OverflowError date value out of range
        # expect: OverflowError days=1000000000; must have magnitude <= 999999999
        # expect: ValueError Invalid isoformat string: 'foo'
        # expect: TypeError function missing required argument 'day' (pos 3)
        # expect: TypeError tzinfo argument must be None or of a tzinfo subclass, not type 'int'
        # expect: ValueError offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not datetime.timedelta(days=1).
