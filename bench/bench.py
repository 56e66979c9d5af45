#!/usr/bin/env python3
"""Measure gilbox beside CPython, in one run, and print the ratios.

    bench.py [--gilbox build/gilbox] [--python python3] [--runs 5] [--only REGEX] [--json FILE]

Each program runs under both, in turn, RUNS times; its CPU time (or what it prints as `result: SECONDS`) counts, and the
smallest of each side is compared: what disturbs a measurement only ever adds. A row with a bar says whether it holds.
Exit status 1 when a bar is missed.
"""
import argparse
import json
import os
import re
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))

# name, arguments for gilbox and python, bar, what is measured: cpu, wall or the program's own `result`
PROGRAMS = [
    ('countdown', ['programs/countdown.py'], 0.20, 'result'),
    ('fib', ['programs/fib.py'], 0.50, 'result'),
    ('squares', ['programs/squares.py'], 0.30, 'result'),
    ('start-up', ['-c', 'pass'], 0.25, 'cpu'),
    ('thread start and join', ['programs/thread_start.py'], 1.0, 'result'),
    ('lock hand-over', ['programs/hand_over.py'], 1.0, 'result'),
    ('process start and join', ['programs/process_start.py'], 1.0, 'result'),
    ('round trip, pipe', ['programs/round_trip.py', 'pipe'], 1.0, 'result'),
    ('round trip, pipe, apart', ['programs/round_trip.py', 'pipe', 'apart'], 1.0, 'result'),
    ('round trip, queue', ['programs/round_trip.py', 'queue'], 1.0, 'result'),
    ('round trip, queue, apart', ['programs/round_trip.py', 'queue', 'apart'], 1.0, 'result'),
    ('Pool.map of tiny tasks', ['programs/pool_tiny.py'], 0.7, 'result'),
    ('words', ['programs/words.py'], 1.0, 'cpu'),
    ('hashes', ['programs/hashes.py'], 1.0, 'cpu'),
    ('shapes', ['programs/shapes.py'], 1.0, 'cpu'),
    ('binary trees', ['programs/binary_trees.py'], 1.0, 'cpu'),
    ('closures', ['programs/closures.py'], 1.0, 'cpu'),
    ('deltablue', ['programs/deltablue.py'], 1.0, 'cpu'),
    ('dict counting', ['programs/dict_counting.py'], 1.0, 'cpu'),
    ('exceptions', ['programs/exceptions.py'], 1.0, 'cpu'),
    ('fannkuch', ['programs/fannkuch.py'], 1.0, 'cpu'),
    ('generators', ['programs/generators.py'], 1.0, 'cpu'),
    ('mandelbrot', ['programs/mandelbrot.py'], 1.0, 'cpu'),
    ('nbody', ['programs/nbody.py'], 1.0, 'cpu'),
    ('nqueens', ['programs/nqueens.py'], 1.0, 'cpu'),
    ('pi digits', ['programs/pidigits.py'], 1.0, 'cpu'),
    ('recursion', ['programs/recursion.py'], 1.0, 'cpu'),
    ('richards', ['programs/richards.py'], 1.0, 'cpu'),
    ('sieve', ['programs/sieve.py'], 1.0, 'cpu'),
    ('sorting', ['programs/sorting.py'], 1.0, 'cpu'),
    ('spectral norm', ['programs/spectral_norm.py'], 1.0, 'cpu'),
    ('string building', ['programs/string_building.py'], 1.0, 'cpu'),
]
CLASSIC_FROM = 'binary trees'   # From here on: the set whose geometric mean counts.
CLASSIC_MEAN = 0.50


def run(command, metric):
    """Seconds, and the memory peak in KiB."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=HERE)
    out, err = process.stdout.read(), process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    process.stderr.close()
    wall = time.perf_counter() - start
    if process.returncode != 0:
        raise RuntimeError(f'{" ".join(command)}: exit status {process.returncode}: {err.strip()[-300:]}')
    if metric == 'result':
        found = re.search(r'^result: ([\d.e-]+)$', out, re.M)
        if not found:
            raise RuntimeError(f'{" ".join(command)}: no result line')
        return float(found[1]), usage.ru_maxrss
    return (wall if metric == 'wall' else usage.ru_utime + usage.ru_stime), usage.ru_maxrss


def compare(arguments, metric, gilbox, python, runs):
    ours, theirs, our_memory, their_memory = [], [], 0, 0
    for _ in range(runs):
        seconds, memory = run(gilbox + arguments, metric)
        ours.append(seconds)
        our_memory = max(our_memory, memory)
        seconds, memory = run(python + arguments, metric)
        theirs.append(seconds)
        their_memory = max(their_memory, memory)
    return min(ours), min(theirs), our_memory, their_memory


def geometric_mean(numbers):
    product = 1.0
    for number in numbers:
        product *= number
    return product ** (1 / len(numbers)) if numbers else 0.0


def threads_table(gilbox, runs):
    """The timed lock: countdown split over threads against the same count in one go, in gilbox itself."""
    print('\ncountdown split over threads, wall time to sequential (timed lock)')
    missed = 0
    best = {}
    for _ in range(runs):
        out = subprocess.run(gilbox + ['programs/split.py'], capture_output=True, text=True, cwd=HERE, check=True).stdout
        for name, seconds in re.findall(r'^(\w+): ([\d.]+)$', out, re.M):
            best[name] = min(best.get(name, 1e9), float(seconds))
    for name, bar in (('two', 1.05), ('four', 1.10)):
        ratio = best[name] / best['sequential']
        missed += ratio > bar
        print(f'  {name:6} {ratio:6.3f}   bar {bar:.2f}   {"ok" if ratio <= bar else "MISSED"}')
    return missed


def processes_table(gilbox, python, runs):
    """What two processes make of two cores, beside the same work one after the other; each by itself."""
    print('\ntwo processes, wall time to sequential      gilbox   python')
    missed = 0
    for name, what, ours, theirs, bar in (('two counts', 'two', '10000', '1000', 0.55),
                                          ('squares by Pool', 'squares', '150', '50', 0.65)):
        ratios = [min(run(command + ['programs/parallel.py', what, scale], 'result')[0] for _ in range(runs))
                  for command, scale in ((gilbox, ours), (python, theirs))]
        missed += ratios[0] > bar
        print(f'  {name:40} {ratios[0]:6.3f}   {ratios[1]:6.3f}   bar {bar:.2f}   '
              f'{"ok" if ratios[0] <= bar else "MISSED"}')
    return missed


def phenomena_table(gilbox):
    """What must be lost, and where: see docs/gil.md."""
    print('\nlost updates of 800,000 (four threads, tiny interval)')
    missed = 0
    for version, script, loses in (('3.9', 'plain', True), ('3.12', 'plain', False), ('3.9', 'call', True),
                                   ('3.12', 'call', True)):
        command = gilbox + ['--as', version, '--switch-interval', '1us', 'programs/lost_updates.py', script]
        lost = max(int(subprocess.run(command, capture_output=True, text=True, cwd=HERE, check=True).stdout)
                   for _ in range(3))
        good = (lost > 0) == loses
        missed += not good
        print(f'  --as {version:5} {script:6} {lost:8}   {"loses" if loses else "loses none":10} '
              f'{"ok" if good else "MISSED"}')
    one, two = (min(float(subprocess.run(gilbox + ['--as', '2.7', '--check-interval', '1', 'programs/battle.py', n],
                                         capture_output=True, text=True, cwd=HERE, check=True).stdout)
                    for _ in range(3)) for n in '12')
    print(f'\n--as 2.7 --check-interval 1: two threads take {two / one:.1f} times as long as one for the same count'
          f'   {"ok" if two > 2 * one else "MISSED"}')
    return missed + (two <= 2 * one)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--gilbox', default=os.path.join(HERE, '../build/gilbox'))
    parser.add_argument('--python', default='python3')
    parser.add_argument('--runs', type=int, default=5)
    parser.add_argument('--only', default='')
    parser.add_argument('--json')
    options = parser.parse_args()
    gilbox, python = [os.path.abspath(options.gilbox)], [options.python]
    version = subprocess.run(python + ['-V'], capture_output=True, text=True, check=True).stdout.strip()
    print(f'gilbox beside {version}, best of {options.runs}, interleaved\n')
    print(f'{"program":24}{"gilbox":>9}{"python":>9}{"ratio":>8}{"bar":>7}  {"memory":>8}')
    rows, missed, classic, in_classic = [], 0, [], False
    for name, arguments, bar, metric in PROGRAMS:
        in_classic |= name == CLASSIC_FROM
        if not re.search(options.only, name):
            continue
        ours, theirs, our_memory, their_memory = compare(arguments, metric, gilbox, python, options.runs)
        ratio = ours / theirs
        missed += ratio > bar
        if in_classic:
            classic.append(ratio)
        rows.append({'name': name, 'gilbox': ours, 'python': theirs, 'ratio': ratio, 'bar': bar,
                     'memory': our_memory, 'python_memory': their_memory})
        print(f'{name:24}{ours * 1000:7.1f}ms{theirs * 1000:7.1f}ms{ratio:8.3f}{bar:7.2f}  '
              f'{our_memory / their_memory:8.2f}  {"ok" if ratio <= bar else "MISSED"}', flush=True)
    if classic:
        mean = geometric_mean(classic)
        missed += mean > CLASSIC_MEAN
        print(f'{"geometric mean":42}{mean:8.3f}{CLASSIC_MEAN:7.2f}            {"ok" if mean <= CLASSIC_MEAN else "MISSED"}')
    if not options.only:
        missed += threads_table(gilbox, options.runs)
        missed += processes_table(gilbox, python, options.runs)
        missed += phenomena_table(gilbox)
    if options.json:
        with open(options.json, 'w') as file:
            json.dump(rows, file, indent=1)
    print(f'\n{missed} bars missed' if missed else '\nall bars met')
    return missed != 0


if __name__ == '__main__':
    sys.exit(main())
