"""Thread: start, join, names, idents, states, repr."""
# arguments: --as 2.7
# arguments: --as 3.9
# arguments: --as 3.12
import threading
def work(*args, **kw): results.append((args, sorted(kw)))
results = []
t = threading.Thread(target=work, args=(1, 2), kwargs={'k': 3})
print(t.name, t.daemon, t.is_alive(), t.ident)  # expect: Thread-1 (work) False False None
print(t.native_id, repr(t))             # expect: None <Thread(Thread-1 (work), initial)>
t.start(); t.join(); t.join()
print(results, t.is_alive())            # expect: [((1, 2), ['k'])] False
print(t.ident == threading.get_ident())  # expect: False
print(repr(t).replace(str(t.ident), 'IDENT'))  # expect: <Thread(Thread-1 (work), stopped IDENT)>
named = threading.Thread(name='worker', daemon=True)
print(named.name, named.daemon, repr(named))
# expect: worker True <Thread(worker, initial daemon)>
print(threading.Thread(target=print).name)  # expect: Thread-2 (print)
print(threading.Thread().name)          # expect: Thread-3
print(threading.Thread(target=lambda: 0).name)  # expect: Thread-4 (<lambda>)
named.name = 'renamed'
print(named.name)                       # expect: renamed
m = threading.main_thread()
print(m is threading.current_thread(), m.name)  # expect: True MainThread
print(m.daemon, m.ident == threading.get_ident())  # expect: False True
print(threading.active_count())         # expect: 1
print(threading.enumerate() == [m])     # expect: True
print(m.native_id == threading.get_native_id())  # expect: True
def look():
    me = threading.current_thread()
    print(me.name, me is x)
    print(threading.active_count())
    print(me in threading.enumerate())
    print(me.ident == threading.get_ident())
    print(threading.main_thread() is m)
    print(me.is_alive())
x = threading.Thread(target=look, name='looker'); x.start(); x.join()
# expect: looker True
# expect: 2
# expect: True
# expect: True
# expect: True
# expect: True
class Mine(threading.Thread):
    def __init__(self, n): super().__init__(name=f'mine-{n}'); self.n = n
    def run(self): self.result = self.n ** 2
ts = [Mine(i) for i in range(5)]
for t in ts: t.start()
for t in ts: t.join()
print([t.result for t in ts], ts[0].name)  # expect: [0, 1, 4, 9, 16] mine-0
