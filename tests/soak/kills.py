"""A busy pool whose workers are killed at random: each task has one outcome, its result or
WorkerDied, none is lost and none comes twice; and every kill that hit a task is told.

    gilbox tests/soak/kills.py 200
"""
import collections
import multiprocessing
import os
import random
import signal
import sys
import threading
import time
from multiprocessing.pool import WorkerDied


def work(number):
    time.sleep(random.random() * 0.004)
    return number, os.getpid()


def kill_some(pool, kills, wanted, is_over):
    chance = random.Random(6)
    while len(kills) < wanted and not is_over.is_set():
        time.sleep(chance.random() * 0.02)
        try:
            one = chance.choice(pool._pool)
            os.kill(one.pid, signal.SIGKILL)
            kills.append(one.pid)
        except (ProcessLookupError, IndexError, TypeError):
            pass    # It was ending, or being replaced.


def main(wanted):
    outcomes, asked = collections.Counter(), 0
    kills, is_over = [], threading.Event()
    died = 0
    with multiprocessing.Pool(4) as pool:
        killer = threading.Thread(target=kill_some, args=(pool, kills, wanted, is_over))
        killer.start()
        while len(kills) < wanted:
            tasks = {n: pool.apply_async(work, (n,)) for n in range(asked, asked + 100)}
            asked += len(tasks)
            for number, task in tasks.items():
                try:
                    answer, _ = task.get(timeout=60)
                    assert answer == number, (answer, number)
                except WorkerDied:
                    died += 1
                outcomes[number] += 1
        is_over.set()
        killer.join()
        assert pool.map(abs, range(100)) == list(range(100))
    assert len(outcomes) == asked and set(outcomes.values()) == {1}
    assert died <= len(kills)
    assert not multiprocessing.active_children()
    print(f'{len(kills)} workers killed, {asked} tasks: {asked - died} results, {died} told as '
          f'lost with their worker')


if __name__ == '__main__':
    main(int(sys.argv[1]))
