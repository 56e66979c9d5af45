"""Threads create, share and drop objects, cycles and attributes."""
# arguments: --as 2.7 --check-interval 1
# arguments: --as 3.9 --switch-interval 1us
# arguments: --as 3.12 --switch-interval 1us
import gc, threading, weakref
T = 5
class Node:
    alive = 0
    def __init__(self, n): self.n, self.me = n, self
shared = Node(0)
def attributes(k):
    for i in range(600):
        setattr(shared, f'a{k}', i)
        assert getattr(shared, f'a{k}') == i
        shared.x = [i]; shared.__dict__.get('x'); vars(shared).copy()
        if i % 50 == 0: delattr(shared, f'a{k}')
def cycles(k):
    for i in range(300):
        a, b = Node(i), Node(-i)
        a.other, b.other = b, a
        if i % 100 == 0: gc.collect()
def classes(k):
    for i in range(60):
        C = type(f'C{i}', (Node,), {'m': lambda self: super(C, self).__init__(1)})
        C(i).m(); C.extra = i; Node.shared = C
        assert C(1).n == 1 and isinstance(C(2), Node)
def refs(k):
    for i in range(400):
        n = Node(i); r = weakref.ref(n); n.me = None
        assert r() is n
        del n
        assert r() is None
def text(k):
    s = ''
    for i in range(400): s += str(i); s.split('1'); s.replace('1',
            '2'); hash(s); f'{s:>10}'; s.encode()
def generators(k):
    for i in range(100):
        g = (x * k for x in range(20))
        assert sum(g) == 190 * k
def exceptions(k):
    for i in range(200):
        try: [][k]
        except IndexError as e: assert e.__traceback__ is not None
ts = [threading.Thread(target=f, args=(k,))
      for f in (attributes, cycles, classes, refs, text, generators, exceptions)
      for k in range(T)]
for t in ts: t.start()
for t in ts: t.join()
gc.collect()
print(sum(isinstance(o, Node) for o in gc.get_objects()))  # expect: 1
print([t.is_alive() for t in ts].count(True))  # expect: 0
