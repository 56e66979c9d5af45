"""What bytecodes take in other interpreters: the figures of runtime/paces.def, measured.

    python3 bench/paces.py NAME=COMMAND ...        2.7=python2.7 3.11=python3.11 gilbox=build/gilbox

Each interpreter runs five loops that differ in one thing. Their differences, divided by how many bytecodes
they have more, are the rows to put into the table, in picoseconds; what follows is gilbox at that pace beside
the interpreter itself. On a busy machine all of it is too high, by the same factor.
"""
import subprocess
import sys

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
        start = clock(); function(400000); best = min(best, clock() - start)
    print(best / 400000 * 1e12)
'''


def measure(*command):
    output = subprocess.run([*command, '-c', LOOPS], capture_output=True, text=True, check=True).stdout
    return [float(line) for line in output.split()]


def row(countdown, moves, calls, attributes, lists):
    """The loop of countdown is five light bytecodes and three others."""
    light = (moves - countdown) / 8
    tick = max((countdown - 5 * light) / 3, light)
    heavy = max((attributes - countdown) / 2 - 2 * light, tick)
    call = max(calls - countdown - 3 * tick - 5 * light, 0)
    alloc = max(lists - countdown - heavy - 2 * light, 0)
    return [round(figure, -2) for figure in (light, tick, heavy, call, alloc)]


interpreters = dict(word.split('=', 1) for word in sys.argv[1:])
gilbox = interpreters.get('gilbox', 'build/gilbox')
for name, command in interpreters.items():
    figures = measure(command)
    print(f'RT_PACE("{name}", ' + ', '.join(f'{figure:.0f}' for figure in row(*figures)) + ')')
    if name != 'gilbox':
        paced = measure(gilbox, '--pace', name)
        ratios = '  '.join(f'{ours / theirs:.2f}' for ours, theirs in zip(paced, figures))
        print(f'    gilbox --pace {name} takes, of that: {ratios}')
