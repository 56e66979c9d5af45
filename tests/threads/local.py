"""threading.local: one namespace a thread."""
# arguments: --as 2.7
# arguments: --as 3.9
# arguments: --as 3.12
import threading
data = threading.local()
data.x = 'main'
log = []
def work(n):
    log.append(hasattr(data, 'x'))
    data.x = n
    for _ in range(200): assert data.x == n
    log.append(data.__dict__ == {'x': n})
ts = [threading.Thread(target=work, args=(i,)) for i in range(4)]
for t in ts: t.start()
for t in ts: t.join()
print(data.x, sorted(log), data.__dict__)
# expect: main [False, False, False, False, True, True, True, True] {'x': 'main'}
del data.x
for call in (lambda: data.x, lambda: threading.local(1), lambda: delattr(data, 'x'),
             lambda: setattr(data, '__dict__', {})):
    try: print(call())
    except Exception as e: print(type(e).__name__, e)
    # expect: AttributeError '_thread._local' object has no attribute 'x'
    # expect: TypeError Initialization arguments are not supported
    # expect: AttributeError '_thread._local' object has no attribute 'x'
    # expect: AttributeError '_thread._local' object attribute '__dict__' is read-only
class Mine(threading.local):
    shared = []
    def __init__(self, start): self.n = start; self.shared.append('init')
    def up(self): self.n += 1; return self.n
m = Mine(10)
m.up()
def use(): log2.append((m.up(), m.up()))
log2 = []
ts = [threading.Thread(target=use) for _ in range(3)]
for t in ts: t.start()
for t in ts: t.join()
print(m.n, log2, len(Mine.shared))      # expect: 11 [(11, 12), (11, 12), (11, 12)] 4
class Noisy:
    freed = threading.Event()
    def __del__(self): self.freed.set()
def leaves(): data.noisy = Noisy()
t = threading.Thread(target=leaves); t.start(); t.join()
print(Noisy.freed.wait(10))             # expect: True
