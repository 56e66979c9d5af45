"""x += 1 loses updates where the lock is looked at between its bytecodes; with a call, always."""
# arguments: --as 2.7
# arguments: --as 3.9
# arguments: --as 3.12
import gilbox, threading
N = 400_000
def one(): return 1
def plain():
    global x
    for _ in range(N): x += 1
def called():
    global x
    for _ in range(N): x = x + one()
def lost(work):
    global x
    x = 0
    ts = [threading.Thread(target=work) for _ in range(4)]
    for t in ts: t.start()
    for t in ts: t.join()
    return 4 * N - x
every = gilbox.policy().checks == 'every'
print((lost(plain) > 0) == every)       # expect: True
print(lost(called) > 0)                 # expect: True
