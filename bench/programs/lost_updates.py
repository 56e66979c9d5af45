import sys
from threading import Thread

counter = 0
TURNS = 200_000


def plain():
    global counter
    for _ in range(TURNS):
        counter += 1


def same(x):
    return x


def call():
    global counter
    for _ in range(TURNS):
        counter = same(counter) + 1


threads = [Thread(target={'plain': plain, 'call': call}[sys.argv[1]]) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(4 * TURNS - counter)
