"""How much faster a pool is, by the number of its workers. Run it on cores that you do not have:

    gilbox --clock virtual --cores 16 samples/speed_up.py
"""

import multiprocessing
import time


def work(count):
    total = 0
    for number in range(count):
        total += number
    return total


def seconds(function, *arguments):
    began = time.monotonic()
    function(*arguments)
    return time.monotonic() - began


def seconds_of_pool(workers, counts):
    with multiprocessing.Pool(workers) as pool:
        return seconds(pool.map, work, counts, 1)


if __name__ == '__main__':
    COUNT = 3_000_000
    one = seconds(work, COUNT)
    for workers in 1, 2, 4, 8, 12, 16:
        speed_up = 16 * one / seconds_of_pool(workers, [COUNT] * 16)
        print(f'16 equal tasks, {workers:2} workers: {speed_up:5.2f} times as fast')
    counts = [COUNT, COUNT // 5, COUNT // 4, COUNT // 10]
    alone = sum(seconds(work, count) for count in counts)
    print(f'one long task, 4 workers: {alone / seconds_of_pool(4, counts):.2f} times as fast,',
          f'and the long one alone takes 1/{alone / one:.2f} of it all')
