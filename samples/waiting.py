"""Work that waits: threads are as fast as processes, and come cheaper.

Eight replies, each of which takes 50 ms to come. Whoever waits has given the lock up, so threads wait
side by side; a process of its own only adds the time that it takes to start one.

Try:      gilbox --timeline samples/waiting.py threads; then `processes`
Expect:   eight lanes of waiting side by side, in both.

Runs:
    one: --as 3.12 --cores 2 : one
    threads: --as 3.12 --cores 2 : threads
    processes: --as 3.12 --cores 2 : processes
Predicts:
    one.seconds; virtual 0.4..0.41; real 0.4..0.7; eight waits, one after the other
    threads.seconds / one.seconds; virtual 0.12..0.15; real < 0.5; the waits are side by side
    processes.seconds - threads.seconds; virtual 0.001..0.01; real > 0; processes cost more to start than threads
    processes.cpu / threads.cpu; real > 1; and more of the machine
"""
import multiprocessing
import sys
import threading
import time

REPLIES, SECONDS = 8, 0.05


def fetch():
    time.sleep(SECONDS) # As good as any server.


def fetch_all(kind):
    workers = [kind(target=fetch) for _ in range(REPLIES)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


if __name__ == '__main__':
    way = sys.argv[1] if len(sys.argv) > 1 else 'threads'
    start = time.perf_counter()
    if way == 'one':
        for _ in range(REPLIES):
            fetch()
    else:
        fetch_all(threading.Thread if way == 'threads' else multiprocessing.Process)
    print(f'seconds: {time.perf_counter() - start:.4f}')
