"""counter += 1 in four threads loses updates where the lock may go at every bytecode."""
# arguments: --as 2.7 --check-interval 1
# arguments: --as 3.2 --switch-interval 1us
# arguments: --as 3.9 --switch-interval 1us
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
print(any(lost(plain) > 0 for _ in range(50)))  # expect: True
print(any(lost(with_call) > 0 for _ in range(50)))  # expect: True
