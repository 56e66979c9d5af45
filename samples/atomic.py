"""What the lock makes atomic: one call into C, never two.

Threads append to one list; and they fill a dict, each key only if it is not there yet.

Try:      gilbox --as 3.9 --switch-interval 1us samples/atomic.py check
Expect:   no append is ever lost. The check and the act are two steps: some keys are made twice.

Runs:
    append: --as 3.9 --switch-interval 1us --cores 4 : append
    setdefault: --as 3.9 --switch-interval 1us --cores 4 : setdefault
    check: --as 3.9 --switch-interval 1us --cores 4 : check
Predicts:
    append.missing; = 0; list.append is one call into C
    setdefault.twice; = 0; so is dict.setdefault
    check.twice; > 0; "if key not in d: d[key] = ..." is not
Picture: check 2..3
"""
import itertools
import sys
import threading

HOW = sys.argv[1] if len(sys.argv) > 1 else 'check'
THREADS, TIMES = 4, 100_000
items, table = [], {}
made = [0] * THREADS
serial = itertools.count()


def append(which):
    for i in range(TIMES):
        items.append(i)


def setdefault(which):
    for key in range(TIMES):
        mine = (which, key)
        made[which] += table.setdefault(key, mine) is mine


def check(which):
    for key in range(TIMES):
        if key not in table:
            number = next(serial)
            table[key] = number
            made[which] += 1


threads = [threading.Thread(target=globals()[HOW], args=(which,)) for which in range(THREADS)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(f'missing: {THREADS * TIMES - len(items)}')
print(f'twice: {sum(made) - len(table)}')
