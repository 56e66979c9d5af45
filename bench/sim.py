#!/usr/bin/env python3
"""The virtual machine against the real one: the same figures from both, after `gilbox calibrate`.

    bench/sim.py [--gilbox build/gilbox] [--repeat 5]

Each figure is the median of so many runs under the timed lock; the virtual machine has as many cores as
this one, and the prices that were measured here. On a busy computer the real column is noise.
"""
import argparse, json, os, statistics, subprocess, tempfile

PROGRAM = r'''
import gilbox, json, sys, threading, time
busy = True
def count(n):
    while n > 0: n -= 1
def spin():
    while busy: pass
def together(threads, n):
    ts = [threading.Thread(target=count, args=(n // threads,)) for _ in range(threads)]
    start = time.perf_counter()
    for t in ts: t.start()
    for t in ts: t.join()
    return time.perf_counter() - start
def convoy(interval):
    """Milliseconds that a request takes beside a busy thread."""
    global busy
    sys.setswitchinterval(interval)
    busy, requests = True, 30
    t = threading.Thread(target=spin)
    t.start()
    start = time.perf_counter()
    for _ in range(requests):
        time.sleep(50e-6)
        time.sleep(50e-6)
    took = time.perf_counter() - start
    busy = False
    t.join()
    return took / requests * 1e3
N = 20_000_000
count(N // 10)
start = time.perf_counter()
count(N)
alone = time.perf_counter() - start
with gilbox.measure() as m:
    two = together(2, N)
switches = m.stats['total']['events']['switch'] / two
print(json.dumps({
    'two threads, as a ratio to one': two / alone,
    'four threads, as a ratio to one': together(4, N) / alone,
    'switches a second, two threads': switches,
    'convoy at 20 ms, ms a request': convoy(.02),
    'convoy at 5 ms': convoy(.005),
    'convoy at 1 ms': convoy(.001)}))
'''


def run(command, repeat):
    rows = [json.loads(subprocess.run(command + ['-c', PROGRAM], check=True, capture_output=True,
                                      text=True).stdout) for _ in range(repeat)]
    return {name: statistics.median(row[name] for row in rows) for name in rows[0]}


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--gilbox', default='build/gilbox')
    parser.add_argument('--repeat', type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        costs = os.path.join(folder, 'costs')
        subprocess.run([options.gilbox, 'calibrate', '-o', costs], check=True)
        real = run([options.gilbox], options.repeat)
        virtual = run([options.gilbox, '--clock', 'virtual', '--cost', costs,
                       '--cores', str(min(os.cpu_count(), 64))], 1)
    print(f'{"under the timed lock":36}{"real":>10}{"virtual":>10}{"difference":>12}')
    for name, value in real.items():
        print(f'{name:36}{value:10.2f}{virtual[name]:10.2f}{virtual[name] / value - 1:12.0%}')


main()
