"""What a lock does to a program, as figures: for bench/fidelity.py. Runs under Python 2.7, too.

    phenomena.py NAME [ARGUMENT ...]       prints lines of `figure value`

Each function below is a phenomenon of docs/fidelity.md. Nothing here asks which lock it runs under.
"""
from __future__ import print_function
import os
import signal
import socket
import sys
import threading
import time

clock = getattr(time, 'perf_counter', time.time)
busy = True


def tell(**figures):
    for name in sorted(figures):
        print(name, repr(figures[name]))


def set_interval(value):
    """A number of ticks under the tick lock; seconds under the timed one."""
    if value is None:
        return
    if '.' in value:
        sys.setswitchinterval(float(value))
    else:
        sys.setcheckinterval(int(value))


def run(*calls):
    """Each (function, argument ...) in a thread of its own; how long all of them take."""
    threads = [threading.Thread(target=call[0], args=call[1:]) for call in calls]
    start = clock()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return clock() - start


def beside(function, *others):
    """The function's result, while others run in threads of their own until it has ended."""
    global busy
    busy = True
    threads = [threading.Thread(target=other) for other in others]
    for thread in threads:
        thread.start()
    result = function()
    busy = False
    for thread in threads:
        thread.join()
    return result


def median(numbers):
    return sorted(numbers)[len(numbers) // 2]


def countdown(n):
    while n > 0:
        n -= 1


def spin():
    while busy:
        pass


def same(value):
    return value


# --- Computing ---


def split(threads, interval=None, steps='3000000'):
    """A countdown on so many threads, as a ratio to the same on one."""
    set_interval(interval)
    n, threads = int(steps), int(threads)
    countdown(n // 10)
    alone = run((countdown, n))
    tell(ratio=run(*[(countdown, n // threads)] * threads) / alone)


def processes(interval=None):
    """Two countdowns in two processes, as a ratio to one."""
    n = 4000000
    countdown(n // 10)
    alone = run((countdown, n))
    start = clock()
    if os.fork() == 0:
        countdown(n)
        os._exit(0)
    countdown(n)
    os.wait()
    tell(ratio=(clock() - start) / alone)


def starve(interval):
    """Two counters for a while: what the one has that has less, as a share."""
    set_interval(interval)
    counts, end = [0, 0], clock() + 0.4

    def count(which):
        while clock() < end:
            counts[which] += 1
    run((count, 0), (count, 1))
    tell(share=min(counts) / float(sum(counts)))


def switches(interval):
    """How often another of four threads appends, in 0.3 s, per interval."""
    set_interval(interval)
    turns, end = [], clock() + 0.3

    def append(which):
        while clock() < end:
            if not turns or turns[-1] != which:
                turns.append(which)
    run(*[(append, which) for which in range(4)])
    tell(switches=len(turns))


# --- Blocking ---


def overlap():
    """Two threads sleep 0.3 s."""
    tell(seconds=run((time.sleep, 0.3), (time.sleep, 0.3)))


def echo(spinners, interval, requests, pause):
    """A process asks, a thread of this one answers beside spinning ones: what an answer takes. Pauses
    let all come to rest, so that each question is a wait for the lock; without them luck decides."""
    set_interval(interval)
    ours, theirs = socket.socketpair()
    if os.fork() == 0:
        ours.close()
        ask(theirs, int(requests), float(pause))
        os._exit(0)
    theirs.close()

    def answer():
        data = ours.recv(1)
        while data:
            ours.sendall(data)
            data = ours.recv(1)
    beside(answer, *[spin] * int(spinners))
    os.wait()


def ask(connection, requests, pause):
    took = []
    for _ in range(requests):
        if pause:   # A sleep of nothing is a short one from 3.11 on, and none before.
            time.sleep(pause)
        start = clock()
        connection.sendall(b'x')
        connection.recv(1)
        took.append(clock() - start)
    tell(ms=median(took) * 1e3, mean_ms=sum(took) / len(took) * 1e3)
    sys.stdout.flush()


def polite(interval=None):
    """Work that gives the lock up for a moment, 100 times, beside a spinning thread and alone."""
    set_interval(interval)

    def work():
        start = clock()
        for _ in range(100):
            countdown(100)
            time.sleep(0.00001)
        return clock() - start
    work()
    alone = work()
    tell(ratio=beside(work, spin) / alone)


# --- Calls into C ---


def longest_gap(call, interval):
    """The longest silence of a second thread while the call lasts, as a share of what that takes alone."""
    set_interval(interval)
    gaps = []

    def watch():
        last = clock()
        while busy:
            now = clock()
            if now - last > 5e-4:
                gaps.append((last, now))
            last = now

    def measured():
        time.sleep(0.02)
        start = clock()
        call()
        end = clock()
        time.sleep(0.02)
        return start, end
    alone = min(run((call,)) for _ in range(3))
    start, end = beside(measured, watch)
    inside = [min(b, end) - max(a, start) for a, b in gaps if a < end and b > start]
    tell(share=max(inside + [0.0]) / alone, alone_ms=alone * 1e3)


def sort(how, interval=None):
    """A sort of many numbers: one bytecode, unless its key is a function."""
    numbers = [(i * 7919) % 1000003 for i in range(400000)]
    key = {'plain': None, 'key': lambda number: same(same(-number))}[how]
    longest_gap(lambda: sorted(numbers, key=key), interval)


def straight(interval=None):
    """Statements without a loop or a call."""
    code = compile('a = b + 1; b = a - 1\n' * 150000, 'straight', 'exec')
    longest_gap(lambda: eval(code, {'b': 1}), interval)


def digest():
    """Two digests of long bytes on two threads, as a ratio to one: C that gives the lock up."""
    import hashlib
    data = b'x' * 64000000

    def compute():
        hashlib.sha256(data).digest()
    compute()
    compute()
    alone = min(run((compute,)) for _ in range(3))
    tell(ratio=min(run((compute,), (compute,)) for _ in range(3)) / alone)


# --- Updates ---


counter = 0


def plain():
    global counter
    for _ in range(200000):
        counter += 1


def call():
    global counter
    for _ in range(200000):
        counter = same(counter) + 1


def lost(how, interval=None):
    """Four threads add one to a number, 200,000 times each: how many of these are lost."""
    set_interval(interval)
    run(*[({'plain': plain, 'call': call}[how],)] * 4)
    tell(lost=800000 - counter)


def appends():
    """Four threads append to a list, 50,000 times each: how many of these are lost."""
    numbers = []

    def add():
        for _ in range(50000):
            numbers.append(1)
    run(*[(add,)] * 4)
    tell(lost=200000 - len(numbers))


# --- Signals, processes, the end ---


def alarm_during(work):
    """When an alarm after 0.1 s is heard, and when the work has ended."""
    heard = []

    def handler(number, frame):
        heard.append((clock(), threading.current_thread().name))
    signal.signal(signal.SIGALRM, handler)
    start = clock()
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    work()
    end = clock()
    while not heard:
        time.sleep(0.001)
    return heard[0][0] - start, end - start, heard[0][1]


def deaf():
    """An alarm while the main thread joins one that computes."""
    n = 4000000
    alone = run((countdown, n // 4)) * 4
    n = int(n * 0.5 / alone)
    heard, worked, name = alarm_during(lambda: run((countdown, n)))
    tell(heard=heard, heard_of_work=heard / worked, slower=worked / 0.5,
         in_main=int(name == 'MainThread'))


def long_tick():
    """An alarm during one bytecode that takes long: when it is heard, as a share of that."""
    numbers = [0] * 1000000

    def search():
        [numbers] * 40 == [list(numbers)] * 40
    heard, worked, _ = alarm_during(search)
    tell(share=min(heard, worked) / worked, call=worked)


def fork():
    """A child of fork while another thread has a lock: its threads, and whether the lock is taken."""
    lock, ready = threading.Lock(), threading.Event()

    def hold():
        with lock:
            ready.set()
            time.sleep(0.2)
    holder = threading.Thread(target=hold)
    holder.start()
    ready.wait()
    child = os.fork()
    if child == 0:
        tell(taken=int(not lock.acquire(False)), threads=threading.active_count())
        sys.stdout.flush()
        os._exit(0)
    os.waitpid(child, 0)
    holder.join()


def daemon():
    """Does the finally of a daemon thread run when the program ends?"""
    def wait():
        try:
            time.sleep(5)
        finally:
            print('ran 1')
    thread = threading.Thread(target=wait)
    thread.daemon = True
    thread.start()
    time.sleep(0.05)
    tell(ran=0)


if __name__ == '__main__':
    globals()[sys.argv[1]](*sys.argv[2:])
