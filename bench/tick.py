"""The tick lock beside CPython 2.7's: how much slower threads are than one, and what an echo takes beside computing.

    python3 bench/tick.py [--python python2.7] [--gilbox build/gilbox] [--repeat 9] [--only REGEX]

Both run the same programs in turn, gilbox with --as 2.7 --pace 2.7. Medians are compared: a row holds when one is at
most FACTOR times the other, and is noise on a computer that does anything else. Exit status 1 when a row does not.
"""
import argparse
import re
import statistics
import subprocess
import sys

FACTOR = 1.5

COUNTDOWN = '''
import sys, threading, time
sys.setcheckinterval({interval})
def countdown(n):
    while n > 0: n -= 1
def run(threads):
    ts = [threading.Thread(target=countdown, args=(6000000 // threads,)) for _ in range(threads)]
    start = time.time()
    for t in ts: t.start()
    for t in ts: t.join()
    return time.time() - start
alone = run(1)
print(run({threads}) / alone)
'''

# The client is a process of its own: what it waits for is the server's turn beside the thread that spins.
ECHO = '''
import os, socket, sys, threading, time
sys.setcheckinterval({interval})
ours, theirs = socket.socketpair()
if os.fork() == 0:
    theirs.close()
    trips = -10
    while trips < 0 or time.time() < end:
        ours.sendall(b'x'); ours.recv(1)
        trips += 1
        if trips == 0:
            start = time.time()
            end = start + 1.0
    sys.stdout.write('%r' % ((time.time() - start) / trips * 1e6))
    sys.stdout.flush()
    os._exit(0)
ours.close()
busy = True
def spin():
    while busy: pass
spinner = threading.Thread(target=spin)
spinner.start()
while theirs.recv(1): theirs.sendall(b'x')
busy = False
spinner.join()
os.wait()
'''

ROWS = [('%d threads, interval %d' % (threads, interval), COUNTDOWN.format(interval=interval, threads=threads))
        for threads in (2, 4) for interval in (1, 10, 100, 10000)]
ROWS += [('echo in us, interval %d' % interval, ECHO.format(interval=interval)) for interval in (100, 10000)]


def measure(command, program):
    return float(subprocess.run([*command, '-c', program], capture_output=True, text=True, check=True).stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--python', default='python2.7')
    parser.add_argument('--gilbox', default='build/gilbox')
    parser.add_argument('--repeat', type=int, default=9)
    parser.add_argument('--only', default='')
    options = parser.parse_args()
    ours, theirs = [options.gilbox, '--as', '2.7', '--pace', '2.7'], [options.python]
    missed = 0
    print(f'{"as a ratio to one thread":32}{"gilbox":>10}{"2.7":>10}{"ratio":>8}   from ... to, of both')
    for name, program in ROWS:
        if not re.search(options.only, name):
            continue
        runs = [(measure(ours, program), measure(theirs, program)) for _ in range(options.repeat)]
        mine, its = zip(*runs)
        ratio = statistics.median(mine) / statistics.median(its)
        good = 1 / FACTOR <= ratio <= FACTOR
        missed += not good
        spread = '  '.join(f'{min(side):.2f} ... {max(side):.2f}' for side in (mine, its))
        print(f'{name:32}{statistics.median(mine):10.2f}{statistics.median(its):10.2f}{ratio:8.2f} '
              f'{"ok" if good else "MISSED"}   {spread}', flush=True)
    return missed > 0


if __name__ == '__main__':
    sys.exit(main())
