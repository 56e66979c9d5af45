"""timeit, sched, secrets, platform, getpass, uuid, calendar, pprint."""
import calendar, getpass, os, platform, sched, secrets, time, timeit, uuid
print(timeit.timeit('x += 1', 'x = 0', number=1000) < 1, len(timeit.repeat(lambda: 0, repeat=3, number=9)))
# expect: True 3
done = []
s = sched.scheduler(time.monotonic, time.sleep)
s.enter(0.02, 1, done.append, ('second',))
s.enter(0.01, 2, done.append, ('first, low',))
cancelled = s.enter(0.01, 1, done.append, ('never',))
s.cancel(cancelled)
print(len(s.queue), s.run(), done, s.empty())  # expect: 2 None ['first, low', 'second'] True
print(len(secrets.token_hex(8)), len(secrets.token_bytes()), secrets.randbelow(1), secrets.choice('a'))
# expect: 16 32 0 a
os.environ['LOGNAME'] = 'someone'
print(platform.system(), platform.python_version_tuple()[:2], getpass.getuser())
# expect: Linux ('3', '11') someone
print(uuid.uuid5(uuid.NAMESPACE_DNS, 'python.org'), uuid.uuid3(uuid.NAMESPACE_URL, 'x').version)
# expect: 886313e1-3b8a-5372-9b90-0c9aee199e5d 3
u = uuid.UUID('{12345678-1234-5678-1234-567812345678}')
print(u.hex, u.int, repr(u), u.fields, u.variant, uuid.uuid4() != uuid.uuid4(), uuid.uuid1().version)
# expect: 12345678123456781234567812345678 24197857161011715162171839636988778104 UUID('12345678-1234-5678-1234-567812345678') (305419896, 4660, 22136, 18, 52, 95073701484152) reserved for NCS compatibility True 1
print(calendar.month(2024, 2).split('\n')[:3], calendar.isleap(1900), calendar.monthrange(2024, 2), calendar.day_name[0])
# expect: ['   February 2024', 'Mo Tu We Th Fr Sa Su', '          1  2  3  4'] False (3, 29) Monday
print(calendar.monthcalendar(2023, 1)[:2], calendar.timegm(time.gmtime(10**9)))
# expect: [[0, 0, 0, 0, 0, 0, 1], [2, 3, 4, 5, 6, 7, 8]] 1000000000
