"""gilbox calibrate --pace: how long bytecodes take in an interpreter, as a file for --pace."""

import argparse
import subprocess
import sys

from _lab import settings, text
from _lab.runs import Setting

# Five loops that differ in one thing. Their differences, divided by how many bytecodes they have
# more, are what those take. Every Python from 2.7 on runs it; it prints ns for a round of each.
LOOPS = '''
import time
clock = getattr(time, 'process_time', None) or time.clock
def countdown(n):
    while n > 0: n -= 1
def moves(n):
    x = y = 1
    while n > 0: n -= 1; x = y; y = x; x = y; y = x
def calls(n):
    def f(x): return x
    while n > 0: n -= 1; f(n)
class A(object): pass
def attributes(n):
    a = A(); a.x = 1
    while n > 0: n -= 1; a.x; a.x
def lists(n):
    while n > 0: n -= 1; [n]
for function in countdown, moves, calls, attributes, lists:
    best = 1e9
    for i in range(9):
        start = clock(); function(ROUNDS); best = min(best, clock() - start)
    print(best / ROUNDS * 1e9)
'''
LOOP_NAMES = 'countdown', 'moves', 'calls', 'attributes', 'lists'
TIMEOUT_S = 120


def main(arguments):
    parser = argparse.ArgumentParser(
        prog='gilbox calibrate',
        description='Measure how long bytecodes take in a Python, as a file for --pace.')
    parser.add_argument('--pace', metavar='NAME=PATH', type=interpreter, nargs='?', required=True,
                        const=Setting.of_gilbox('gilbox', []),
                        help='a real interpreter: 3.11=/usr/bin/python3.11 (none: gilbox itself)')
    parser.add_argument('-o', dest='file', metavar='FILE', default='-',
                        help='where to write it (standard output)')
    parser.add_argument('--rounds', metavar='N', type=settings.positive, default=400_000,
                        help='how often each loop goes round (default %(default)s)')
    options = parser.parse_args(arguments)
    try:
        theirs = measure(options.pace, options.rounds)
        text.write_file(options.file, pace_file(options.pace.name, theirs))
        if options.file != '-':
            print_check(options, theirs)
    except Unmeasured as problem:
        return settings.fail(f'calibrate: {problem}')
    return 0


def interpreter(word):
    found = settings.others(word)
    if len(found) != 1:
        raise argparse.ArgumentTypeError('one interpreter at a time')
    return found[0]


class Unmeasured(Exception):
    """Why there are no figures of an interpreter."""


def measure(setting, rounds):
    """ns for a round of each loop. Raises Unmeasured."""
    command = [*setting.words, '-c', LOOPS.replace('ROUNDS', str(rounds))]
    try:
        run = subprocess.run(command, capture_output=True, text=True, errors='replace',
                             timeout=TIMEOUT_S)
    except subprocess.TimeoutExpired:
        raise Unmeasured(f'{setting.name} is not done after {TIMEOUT_S} s') from None
    if run.returncode:
        last = run.stderr.strip().rpartition('\n')[2] or f'exit {run.returncode}'
        raise Unmeasured(f'{setting.name} fails: {last}')
    try:
        times = [float(line) for line in run.stdout.split('\n')[:-1]]
    except ValueError:
        times = []
    if len(times) != len(LOOP_NAMES) or not all(0 < time < 1e9 for time in times):
        raise Unmeasured(f'{setting.name} prints no times: {run.stdout[:60]!r}')
    return times


def rows(countdown, moves, calls, attributes, lists):
    """The rows of costs.def. The loop of countdown is five light bytecodes and three others."""
    light = max((moves - countdown) / 8, 0.001)
    tick = max((countdown - 5 * light) / 3, light)
    heavy = max((attributes - countdown) / 2 - 2 * light, light)
    call = max(calls - countdown - 3 * tick - 5 * light, 0)
    alloc = max(lists - countdown - heavy - 2 * light, 0)
    return {'tick-light': light, 'tick': tick, 'tick-heavy': heavy, 'call': call, 'alloc': alloc}


def pace_file(name, times):
    lines = [f'{row:12} {ns:10.3f}' for row, ns in rows(*times).items()]
    return '\n'.join(['gilbox-cost 1', f'name {name}', *lines]) + '\n'


def print_check(options, theirs):
    """What gilbox takes at that pace, of what it was to take."""
    paced = Setting.of_gilbox('gilbox', ['--pace', options.file])
    ours = measure(paced, options.rounds)
    ratios = '  '.join(f'{name} {mine / their:.2f}'
                       for name, mine, their in zip(LOOP_NAMES, ours, theirs))
    print(f'gilbox --pace {options.file} takes, of that: {ratios}', file=sys.stderr)


if __name__ == '__main__':
    text.run(main)
