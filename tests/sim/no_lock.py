"""Without a lock: cores compute at once, updates are lost between bytecodes, and no object breaks."""
# arguments: --gil none --cores 4
import threading
import time

number = 0
items = []
table = {}
lock = threading.Lock()
safe = 0


def countdown(n):
    while n > 0:
        n -= 1


def race():
    global number, safe
    for i in range(2000):
        number += 1
        items.append(i)
        table[i] = number
        with lock:
            safe += 1


def run(count, function, *args):
    threads = [threading.Thread(target=function, args=args) for _ in range(count)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - start


alone = run(1, countdown, 100_000)
print(0.95 < run(4, countdown, 100_000) / alone < 1.1)         # expect: True
print(1.8 < run(8, countdown, 100_000) / alone < 2.2)          # expect: True

run(4, race)
print(0 < number < 8000)                        # expect: True
print(safe, len(items), len(table))             # expect: 8000 8000 2000
