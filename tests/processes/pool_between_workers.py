"""A pool has as many workers as it was given, also at the moment when one is being replaced (where
CPython 3.11 divides by zero)."""
import multiprocessing
import time


def double(x):
    return 2 * x


class SlowProcess(multiprocessing.Process):
    def start(self):
        time.sleep(0.3)
        super().start()


class SlowContext(type(multiprocessing.get_context('fork'))):
    Process = SlowProcess


if __name__ == '__main__':
    with SlowContext().Pool(1, maxtasksperchild=1) as pool:
        for i in range(3):
            print(pool.map(double, [i]))
            time.sleep(0.15)    # The worker has gone, and the next is not there yet.
    # expect: [0]
    # expect: [2]
    # expect: [4]
