"""A pool is as much faster as there are cores, and as slow as its longest task."""
# arguments: --cores 16
# arguments: --cores 16 --seed 5 --cost cloud-vm
# arguments: --cores 16 --cost pi --as 2.7
import multiprocessing, time
def work(n):
    total = 0
    for i in range(n): total += i
    return total
def timed(function, *args):
    began = time.monotonic()
    function(*args)
    return time.monotonic() - began
def by_pool(workers, sizes):
    with multiprocessing.Pool(workers) as pool:
        return timed(pool.map, work, sizes, 1)
N = 3_000_000
one = timed(work, N)
for workers in 1, 2, 4, 8, 16:
    speed_up = 16 * one / by_pool(workers, [N] * 16)
    print(workers, speed_up > workers * 14 / 16, speed_up < workers * 1.01)
# expect: 1 True True
# expect: 2 True True
# expect: 4 True True
# expect: 8 True True
# expect: 16 True True
sizes = [N // 30 * i for i in (1, 30, 2, 3, 50, 4, 5, 6)]
print(round(by_pool(8, sizes) / timed(work, max(sizes)), 1))     # expect: 1.0
