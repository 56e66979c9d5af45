"""Threads start threads start threads; locals, names and idents stay apart."""
# arguments: --as 2.7 --check-interval 1
# arguments: --as 3.9 --switch-interval 1us
# arguments: --as 3.12 --switch-interval 1us
import threading
done, guard, local = [], threading.Lock(), threading.local()
def grow(depth, path):
    local.path = path
    children = [threading.Thread(target=grow, args=(depth - 1, path + (i,)),
                                 name=str(path + (i,))) for i in range(3)] if depth else []
    for t in children: t.start()
    for t in children: t.join()
    with guard: done.append(local.path)
    assert local.path == path and (threading.current_thread().name == str(path) or not path)
grow(5, ())
print(len(done), len(set(done)), threading.active_count())  # expect: 364 364 1
idents = set()
def note():
    with guard: idents.add(threading.get_ident())
    gate.wait()
gate = threading.Event()
ts = [threading.Thread(target=note) for _ in range(50)]
for t in ts: t.start()
while len(idents) < 50: pass
gate.set()
for t in ts: t.join()
print(len(idents))                      # expect: 50
