"""A worker that is killed fails its task alone, and another takes its place."""
import multiprocessing
import os
import signal


def work(x):
    if x == 'die':
        os.kill(os.getpid(), signal.SIGKILL)
    return x


with multiprocessing.Pool(2) as pool:
    for _ in range(3):
        tasks = [pool.apply_async(work, (x,)) for x in (1, 'die', 2, 3)]
        for task in tasks:
            try:
                print(task.get(20))
            except multiprocessing.ProcessError as error:
                print(type(error).__name__)
# expect: 1
# expect: WorkerDied
# expect: 2
# expect: 3
# expect: 1
# expect: WorkerDied
# expect: 2
# expect: 3
# expect: 1
# expect: WorkerDied
# expect: 2
# expect: 3
