"""A priority lock starves those that compute: being nice to I/O has a price.

Threads that sleep for a moment every millisecond count as doing I/O, however much they compute
between. Beside four of them a thread that only computes gets what they leave.

Try:      gilbox --gil priority --cores 4 --clock virtual samples/cpu_starved.py; then --gil deadline
Expect:   next to nothing under priority; under deadline, and under 3.12, a share.

Runs:
    priority: --gil priority --cores 8
    deadline: --gil deadline --cores 8
    timed: --as 3.12 --cores 8
Predicts:
    priority.share; virtual < 0.05; the others go first, always
    deadline.share; virtual > priority.share * 2; deadlines pass, and then it is one's turn
    timed.share; virtual > priority.share * 2; no classes
Picture: priority 0..20
"""
import threading
import time

SECONDS = 0.5
counts = [0] * 5


def compute(which, end):
    while time.perf_counter() < end:
        counts[which] += 1


def compute_and_nap(which, end):
    while (now := time.perf_counter()) < end:
        while time.perf_counter() - now < 0.001:
            counts[which] += 1
        time.sleep(0)


end = time.perf_counter() + SECONDS
threads = [threading.Thread(target=compute, args=(0, end))]
threads += [threading.Thread(target=compute_and_nap, args=(which, end)) for which in range(1, 5)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(f'share: {counts[0] / sum(counts):.4f}')
