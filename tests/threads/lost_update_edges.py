"""Where the lock goes only at calls and jumps, counter += 1 loses nothing; with a call in it, it does."""
# arguments: --as 3.10 --switch-interval 1us
# arguments: --as 3.12 --switch-interval 1us
import sys, threading
N = 20000
counter = 0
def plain():
    global counter
    for _ in range(N): counter += 1
def one(): return 1
def with_call():
    global counter
    for _ in range(N): counter = counter + one()
def lost(target):
    global counter
    counter = 0
    ts = [threading.Thread(target=target) for _ in range(4)]
    for t in ts: t.start()
    for t in ts: t.join()
    return 4 * N - counter
print(any(lost(plain) > 0 for _ in range(20)))  # expect: False
print(any(lost(with_call) > 0 for _ in range(50)))  # expect: True
