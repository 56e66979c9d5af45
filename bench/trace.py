#!/usr/bin/env python3
"""What a trace costs: programs with and without, in turn, and how long a trace is.

    bench/trace.py [--gilbox build/gilbox] [--runs 7] [--as 3.12] [--short]

Each program says how long it took; the smallest of each side is compared, and the median of the pairs' ratios. Bar: 1.05
under the timed lock. Then a busy program of ten seconds, whose trace is held against the rules of its viewers.
"""
import argparse, json, os, statistics, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.append(os.path.join(HERE, '..', 'tests', 'threads'))

PROLOGUE = r'''
import queue, threading, time
def count(n):
    while n > 0: n -= 1
def put(q, n):
    for i in range(n): q.put(i)
    q.put(None)
def get(q):
    while q.get() is not None: pass
def crowd(seconds):
    end, lock = time.perf_counter() + seconds, threading.Lock()
    while time.perf_counter() < end:
        with lock: sum(range(1000))
def together(*calls):
    threads = [threading.Thread(target=call, args=arguments) for call, *arguments in calls]
    start = time.perf_counter()
    for t in threads: t.start()
    for t in threads: t.join()
    return time.perf_counter() - start
q = queue.Queue(100)
'''
PROGRAMS = {
    'countdown, two threads': 'print(together((count, 20_000_000), (count, 20_000_000)))',
    'a queue, four threads': 'print(together(*[(put, q, 60_000), (get, q)] * 2))',
}
BUSY = 'together(*[(crowd, 10)] * 4, (put, q, 200_000), (get, q))'


def took(command, program):
    return float(subprocess.run(command + ['-c', PROLOGUE + program], check=True, capture_output=True,
                                text=True).stdout)


def compare(name, program, command, traced, runs):
    pairs = [(took(command, program), took(traced, program)) for _ in range(runs)]
    without, with_trace = min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)
    median = statistics.median(on / off for off, on in pairs)
    print(f'{name:26} {without:8.3f} s   with a trace {with_trace:8.3f} s   ratio {with_trace / without:.3f}, '
          f'median {median:.3f}', flush=True)
    return min(with_trace / without, median)


def long_trace(command, path):
    start = time.perf_counter()
    subprocess.run(command + ['-c', PROLOGUE + BUSY], check=True)
    seconds = time.perf_counter() - start
    with open(path, encoding='utf-8') as file:
        trace = json.load(file)
    print(f'ten busy seconds, six threads: {len(trace["traceEvents"]):,} events, '
          f'{os.path.getsize(path) / 1e6:.1f} MB, {trace["otherData"]["dropped"]:,} dropped; with writing it took '
          f'{seconds:.1f} s')
    return trace


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--gilbox', default='build/gilbox')
    parser.add_argument('--runs', type=int, default=7)
    parser.add_argument('--short', action='store_true', help='without the long trace')
    parser.add_argument('--as', dest='version', default='3.12')
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'trace.json')
        command = [options.gilbox, '--as', options.version]
        traced = command + ['--trace', path]
        worst = max(compare(name, program, command, traced, options.runs) for name, program in PROGRAMS.items())
        if not options.short:
            from chrome_trace import check
            print(f'{check(long_trace(traced, path)):,} arrows; its slices nest')
    sys.exit(worst > 1.05)


if __name__ == '__main__':
    main()
