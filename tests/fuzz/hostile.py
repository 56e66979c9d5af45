"""What every program of fuzz_run.py begins with: containers that all share, and classes whose
special methods change them, lie about themselves, or fail. `t` runs one statement of the program and
says nothing of what it raises: only crashes and hangs are of interest."""
import collections, functools, gc, io, itertools, operator, random, re, struct, sys, types, weakref
import binascii, codecs, copy, math, _thread

R = random.Random(SEED)
depth = 0
budget = 3000
kept = collections.deque(maxlen=20)

def t(f):
    try:
        kept.append(f())
    except BaseException as e:
        kept.append(e)

def gen():
    while True:
        try:
            x = yield L
            chaos()
        except ValueError:
            x = yield from iter(L)
        finally:
            chaos()

async def coro():
    await Evil()
    chaos()

def self_next():
    yield from (next(G) for i in L)

L = [1, 2, 3]
D = {1: 2, 'a': 'b'}
S = {1, 2, 'a'}
Q = collections.deque([1, 2, 3])
B = bytearray(b'abcdef' * 20)
O = collections.OrderedDict(a=1, b=2)
DD = collections.defaultdict(list)
W = weakref.WeakValueDictionary() if hasattr(weakref, 'WeakValueDictionary') else {}
C = []
C.append(C)
CD = {}
CD['x'] = CD
G = gen()
SN = self_next()
M = memoryview(B)
BIO = io.BytesIO(b'hello\nworld\n')
SIO = io.StringIO('hello\nworld\n')
refs = []

def actions():
    yield L.clear
    yield lambda: L.append(Evil())
    yield lambda: L.extend([Evil(), 1, L])
    yield lambda: L.pop(0)
    yield lambda: L.__setitem__(slice(None), [Evil(), 2] * 4)
    yield lambda: L.sort()
    yield D.clear
    yield lambda: D.update({Evil(): 1, 5: 6, 'z': L})
    yield lambda: D.popitem()
    yield lambda: [D.setdefault(i, i) for i in range(50)]
    yield S.clear
    yield lambda: S.update([Evil(), 5, 'z'])
    yield lambda: S.pop()
    yield Q.clear
    yield lambda: Q.append(Evil())
    yield lambda: Q.extendleft([Evil()] * 9)
    yield lambda: Q.rotate(1)
    yield O.clear
    yield lambda: O.update({Evil(): 1})
    yield lambda: O.popitem()
    yield lambda: O.move_to_end('a')
    yield DD.clear
    yield B.clear
    yield lambda: B.extend(b'x' * 300)
    yield M.release
    yield lambda: next(G)
    yield lambda: G.send(1)
    yield lambda: G.throw(ValueError)
    yield G.close
    yield lambda: next(SN)
    yield SN.close
    yield gc.collect
    yield lambda: setattr(Evil, R.choice(names), R.choice([None, 1, chaos, lambda *a: chaos()]))
    yield lambda: setattr(Evil, R.choice(names), originals.get(R.choice(names)))
    yield lambda: [setattr(Evil, n, f) for n, f in originals.items()]
    yield lambda: setattr(Evil, 'x', Evil())
    yield lambda: setattr(Base, '__bases__', R.choice([(Other,), (object,), (Evil,), (Other2,)]))
    yield lambda: setattr(Evil, '__bases__', R.choice([(Base,), (Base, Other)]))
    yield lambda: Evil.__dict__.clear()
    yield lambda: sys._getframe(R.randrange(6)).clear()
    yield lambda: sys._getframe(R.randrange(6)).f_locals.clear()
    yield lambda: refs.append(weakref.ref(Evil(), lambda r: (refs.append(r), chaos())))
    yield refs.clear
    yield kept.clear
    yield lambda: 1 / 0
    yield lambda: kept[0]
    yield BIO.close
    yield SIO.close
    yield lambda: BIO.truncate(0)
    yield lambda: SIO.truncate(0)
    yield lambda: L == L
    yield lambda: repr((L, D))
    yield lambda: copy.copy(L)
    yield lambda: L + [L]

def chaos(*args, **kw):
    global depth, budget
    budget -= 1
    if depth > 4 or budget < 0:
        return R.choice(answers)
    depth += 1
    try:
        for i in range(R.randrange(3)):
            R.choice(ACTIONS)()
        return R.choice(answers)
    finally:
        depth -= 1

class Other: pass
class Other2: __slots__ = ('a', 'b')
class Base(Other): pass
class Evil(Base): pass
class EvilInt(int): pass
class EvilStr(str): pass
class EvilList(list): pass
class EvilDict(dict): pass
class EvilTuple(tuple): pass
class EvilBytes(bytes): pass
class EvilSet(set): pass
class EvilFloat(float): pass

names = '''__eq__ __lt__ __le__ __gt__ __ne__ __hash__ __repr__ __str__ __bool__ __len__ __iter__ __next__
__getitem__ __setitem__ __delitem__ __contains__ __call__ __index__ __int__ __float__ __complex__ __add__
__radd__ __iadd__ __sub__ __rsub__ __mul__ __rmul__ __imul__ __or__ __ror__ __and__ __rand__ __xor__ __mod__ __rmod__
__pow__ __rpow__ __lshift__ __divmod__ __floordiv__ __truediv__ __matmul__ __neg__ __abs__ __invert__ __round__ __trunc__
__enter__ __exit__ __aenter__ __aexit__ __await__ __aiter__ __anext__ __get__ __set__ __delete__
__getattr__ __del__ __format__ __bytes__ __length_hint__ __missing__ __reversed__ __fspath__ __copy__
__deepcopy__ __reduce__ __reduce_ex__ __getstate__ __sizeof__ __dir__ __instancecheck__ __subclasscheck__ __mro_entries__
__set_name__ __class_getitem__ __prepare__ __getattribute__ keys items values read readline readinto write send throw
close fileno flush seek tell decode encode split join sort key __setattr__ __delattr__ __name__ __module__ __class__ __dict__
__getnewargs__ __getnewargs_ex__ __setstate__ __ceil__ __floor__'''.split()
originals = {}
ACTIONS = [functools.partial(f) for f in actions()]
for n in names:
    if n in ('__del__', '__getattribute__', '__setattr__', '__class__', '__dict__', '__prepare__', '__name__', '__module__', '__delattr__'):
        continue
    originals[n] = (lambda n: lambda self=None, *a, **k: chaos() if R.random() < 0.4 else good.get(n, answers[0]))(n)
answers = [None, 0, 1, -1, True, 2**31, 2**63, -2**63, 2**100, '', 'a', b'b', 1.5, float('nan'), 1j, (), (1, 2), [], {}, L, D, S, Q, B, G,
           NotImplemented, ..., Evil, int, type, chaos, iter([1, 2]), slice(None), Evil, EvilInt(3), EvilStr('x'), EvilList([1])]
good = {'__len__': 3, '__hash__': 1, '__repr__': 'e', '__str__': 's', '__index__': 2, '__int__': 4, '__bool__': True, '__iter__': iter(L),
        '__float__': 1.0, '__complex__': 1j, '__eq__': True, '__lt__': True, '__contains__': False, '__bytes__': b'x', '__format__': 'f',
        '__length_hint__': 10, '__fspath__': '/x', 'read': b'x', 'readline': b'x\n', '__await__': iter([])}
for cls in (Evil, EvilInt, EvilStr, EvilList, EvilDict, EvilTuple, EvilBytes, EvilSet, EvilFloat):
    for n in (originals if cls is Evil else R.sample(list(originals), 25)):
        try:
            setattr(cls, n, originals[n])
        except Exception:
            pass
if R.random() < 0.3:
    Evil.__del__ = lambda self: (kept.append(self), chaos())
if R.random() < 0.2:
    gc.set_threshold(3)
if R.random() < 0.2:
    sys.setrecursionlimit(120)
