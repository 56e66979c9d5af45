"""What a short wait costs: the switch interval, whatever it is set to.

A thread naps for 0.1 ms, again and again, beside one that computes. Each time it has to wait for the
lock, and asks only when an interval has passed.

Try:      gilbox --as 3.12 --switch-interval 50ms samples/latency.py; 5ms; 0.5ms; 10us
Expect:   each nap is late by the interval. Below a tenth of a millisecond it does not get much better:
          Linux lets its own timers be 50 us late.

Runs:
    long: --as 3.12 --switch-interval 50ms --cores 2
    usual: --as 3.12 --cores 2
    short: --as 3.12 --switch-interval 0.5ms --cores 2
    least: --as 3.12 --switch-interval 10us --cores 2
Predicts:
    long.late_ms; virtual 48..52; real 10..200; the interval
    usual.late_ms; virtual 4.9..5.4; real > least.late_ms * 2; the interval
    short.late_ms; virtual 0.5..0.7; real < usual.late_ms; the interval, and the timer's 50 us
    least.late_ms; virtual 0.06..0.2; real < short.late_ms * 1.2; the timer twice: of the nap, and of the wait
Picture: usual 0..40
"""
import threading
import time

SECONDS, NAP = 0.6, 0.0001
done = False


def compute():
    while not done:
        pass


thread = threading.Thread(target=compute, daemon=True)
thread.start()
late = []
end = time.perf_counter() + SECONDS
while (before := time.perf_counter()) < end:
    time.sleep(NAP)
    late.append(time.perf_counter() - before - NAP)
done = True
thread.join()
print(f'naps: {len(late)}')
print(f'late ms: {sum(late) / len(late) * 1000:.3f}')
