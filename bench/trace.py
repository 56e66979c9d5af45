"""What a trace costs: the work of a script with a trace running, as a ratio to the same work without.

    python3 bench/trace.py [--gilbox build/gilbox] [--repeat 15] [--only REGEX]

With and without take turns, in processes of their own; the smallest CPU time of each counts, since what disturbs only
adds. Writing the trace, after the work, does not count. Exit status 1 when a row is above its bar.
"""
import argparse
import re
import subprocess
import sys

BAR = 1.05

COUNTDOWN = '''
import threading, time
def work():
    def countdown(n):
        while n > 0: n -= 1
    ts = [threading.Thread(target=countdown, args=(4_000_000,)) for _ in range(2)]
    for t in ts: t.start()
    for t in ts: t.join()
'''

QUEUE = '''
import queue, threading, time
def work():
    items = queue.Queue(100)
    def produce():
        for n in range(10_000): items.put(n)
    def consume():
        for n in range(10_000): sum(range(items.get() % 50))
    ts = [threading.Thread(target=f) for f in (produce, consume) * 2]
    for t in ts: t.start()
    for t in ts: t.join()
'''

MEASURE = '''
work()
start = time.process_time()
work()
print(time.process_time() - start)
'''


def measure(command, program):
    return float(subprocess.run([*command, '-c', program + MEASURE], capture_output=True, text=True, check=True).stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--gilbox', default='build/gilbox')
    parser.add_argument('--repeat', type=int, default=15)
    parser.add_argument('--only', default='')
    options = parser.parse_args()
    missed = 0
    print(f'{"CPU time":32}{"without":>10}{"traced":>10}{"ratio":>8}')
    for version in '2.7', '3.12':
        for name, program in ('countdown, two threads', COUNTDOWN), ('queue, four threads', QUEUE):
            if not re.search(options.only, f'{version} {name}'):
                continue
            plain = [options.gilbox, '--as', version]
            runs = [(measure(plain, program), measure([*plain, '--trace', '/dev/null'], program))
                    for _ in range(options.repeat)]
            without, traced = (min(side) for side in zip(*runs))
            missed += traced / without > BAR
            print(f'{version + " " + name:32}{without * 1e3:8.1f}ms{traced * 1e3:8.1f}ms{traced / without:8.3f}   '
                  f'bar {BAR:.2f}   {"ok" if traced / without <= BAR else "MISSED"}', flush=True)
    return missed > 0


if __name__ == '__main__':
    sys.exit(main())
