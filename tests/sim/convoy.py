"""The convoy: who waits shortly for I/O then waits for a busy thread, a switch interval long."""
# arguments: --as 3.12 --cores 2
# arguments: --as 3.9 --cores 4 --seed 7
# arguments: --as 3.12 --cores 8 --cost cloud-vm --seed 3
import sys, threading, time
def spin():
    while busy: pass
def rate(spinners, interval, intervals=60):
    """Requests a second: each comes in and goes out, and gives the lock up for both."""
    global busy
    sys.setswitchinterval(interval)
    busy, count = True, 0
    threads = [threading.Thread(target=spin) for _ in range(spinners)]
    for t in threads: t.start()
    start = time.monotonic()
    while time.monotonic() - start < intervals * interval:
        time.sleep(10e-6)
        time.sleep(10e-6)
        count += 1
    result = count / (time.monotonic() - start)
    busy = False
    for t in threads: t.join()
    return result
def near(value, expected, part): return abs(value / expected - 1) < part or (value, expected)
base = 1 / rate(0, .001)
print(base < .0004)                                             # expect: True
for interval in .05, .005, .001:
    one = rate(1, interval)
    exact = .05 if interval > .001 else .1  # Timers are late by some 50 us.
    print(interval, near(one, 1 / (2 * interval + base), exact))
# expect: 0.05 True
# expect: 0.005 True
# expect: 0.001 True
print(near(rate(2, .001, 1000), one / 2, .15))                  # expect: True
