#!/usr/bin/env python3
"""Random programs of the hostile kind, run under a sanitized gilbox.

    python3 tests/fuzz/fuzz_run.py build/asan/gilbox [--seconds 600] [--seed 1] [--out DIR]

Each program is hostile.py and some fifty calls, of any method of any type and any function of any
module, with arguments that change things under its feet. A crash (a signal, a sanitizer's report, an
assertion) or a hang that python3 does not have is made small, by leaving out lines as long as it
stays, and kept in DIR. Nothing is compared: what is right is for tests/lang to say."""
import argparse
import os
import random
import re
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TIMEOUT_S = 6

TYPES = '''int float complex bool str bytes bytearray memoryview list tuple dict set frozenset range slice type object
property staticmethod classmethod super enumerate zip map filter reversed BaseException OSError UnicodeDecodeError
SyntaxError ExceptionGroup StopIteration ImportError types.FunctionType types.CodeType types.CellType types.MethodType types.ModuleType
types.SimpleNamespace types.GenericAlias types.MappingProxyType types.FrameType types.GeneratorType types.TracebackType types.CoroutineType
collections.deque collections.OrderedDict collections.defaultdict collections.Counter collections.ChainMap itertools.chain
itertools.product itertools.tee itertools.groupby itertools.islice itertools.cycle itertools.count itertools.accumulate
itertools.permutations itertools.combinations itertools.combinations_with_replacement itertools.zip_longest itertools.starmap itertools.compress itertools.repeat
functools.partial functools.cached_property weakref.ref weakref.WeakKeyDictionary weakref.WeakSet io.BytesIO io.StringIO io.TextIOWrapper io.BufferedReader
io.BufferedWriter io.BufferedRandom io.IncrementalNewlineDecoder struct.Struct operator.attrgetter operator.itemgetter operator.methodcaller
random.Random re.Pattern re.Match types.UnionType _thread.LockType _thread.RLock _thread._local'''.split()

MODULES = '''builtins itertools functools operator collections math struct binascii codecs copy re weakref gc types io string
heapq bisect textwrap unicodedata _codecs _struct _weakref _collections _functools _operator _string _random _sre cmath time enum dataclasses
contextlib reprlib keyword json pickle fractions hashlib _warnings _imp _abc abc contextvars _contextvars _queue sys'''.split()

# What would wait, end the process, reach outside, or take long rightly.
LEFT_OUT = set('''exit quit input open breakpoint help license copyright credits sleep print _exit settrace setprofile
setswitchinterval setrecursionlimit exec_module register_shape open_code stdin main test _test interact set_debug _clear_type_cache
factorial perm comb set_asyncgen_hooks activate_stack_trampoline call_tracing _debugmallocstats
acquire acquire_lock __import__ set_threshold disable _setdebug displayhook excepthook unraisablehook breakpointhook addaudithook
clock_settime clock_settime_ns __excepthook__ set_coroutine_origin_tracking_depth pthread_getcpuclockid'''.split())

VALUES = '''L D S Q B O DD C CD G SN M BIO SIO Evil() Evil() Evil() Evil Base Other2() EvilInt(5) EvilStr('ab{}%s') EvilList([1,2,Evil()])
EvilDict(a=1) EvilTuple((1,2)) EvilBytes(b'ab') EvilSet([1,2]) EvilFloat(1.5) None True False ... NotImplemented 0 1 -1 2 3 7 255 256
-2**31 2**31 2**63-1 2**63 -2**63 2**64 10**40 -10**40 1.5 -0.0 1e308 float('nan') float('inf') 1j '' 'a' 'abc' 'a,b' 'é𝔘\\0' '\\ud800' 'x'*1000 '{0.a[b]!r:{1}}' '%s%(a)s%*d'
'>i' 'utf-8' 'utf-16' 'latin-1' 'ascii' 'strict' 'ignore' 'surrogateescape' 'xmlcharrefreplace' 'backslashreplace' b'' b'a' b'abc\\xff' b'\\0'*100 bytearray(b'xyz') memoryview(b'abcd')
memoryview(B) memoryview(b'abcdefgh').cast('I') () (1,) (1,2,3) (Evil(),Evil()) [] [Evil(),1] [3,1,2] {} {'a':1} {Evil():Evil()} set() {1,2} frozenset([1]) range(5) range(10**30) range(0,-10**20,-3)
slice(None) slice(1,Evil(),Evil()) slice(-10**30,10**30,2) int str list dict object type property chaos (lambda*a,**k:chaos()) (lambda:0) len print iter(L) iter(D) iter(Evil()) gen() coro()
sys._getframe() sys._getframe().f_code (lambda:L).__closure__ gen.__code__ types.SimpleNamespace(a=1) ValueError ValueError(1) OSError(2,'x') ExceptionGroup('g',[ValueError()])
KeyError(Evil()) StopIteration(1) iter(Q) reversed(L) enumerate(L) zip(L,L) map(chaos,L) filter(chaos,L) itertools.chain(L,D) itertools.cycle(L) itertools.tee(L)[0] itertools.groupby(L,chaos) functools.partial(chaos,1)
weakref.ref(Evil) weakref.proxy(Base) re.compile('a|b(c)*') re.compile('(a)').match('a') struct.Struct('<ii') operator.itemgetter(1,2) D.keys() D.items() D.values() O.items() O.keys() types.MappingProxyType(D) list[int] int|str
[].append ''.join L.append dict.get str.upper Evil.__dict__ Evil.__mro__ super(Evil,Evil()) property(chaos,chaos) staticmethod(chaos) classmethod(chaos) kept refs kept[0] kept[-1] globals() '__class__' '__dict__' '__bases__' 'x' 'sort'
io.TextIOWrapper(BIO) io.BufferedReader(BIO) io.TextIOWrapper(Evil()) io.BufferedReader(Evil()) _thread.allocate_lock() hash repr'''.split('\n')
VALUES = [v for line in VALUES for v in line.split()]

OPERATORS = '+ - * / // % ** @ << >> & | ^ == != < <= > >= in is and or'.split()

STATEMENTS = '''for i in {0}: chaos(); budget -= 1; assert budget > 0
del {0}[{1}]
{0}[{1}] = {2}
{0}.x = {1}
del {0}.x
x, *y = {0}
x, y, z = {0}
with {0} as x: chaos()
raise {0} from {1}
x = {0}; x += {1}
x = {0}; x |= {1}
x = {0}; x *= 3
class X({0}): __slots__ = {1}
class X(Base, metaclass={0}): a = {1}
class X(Base): a = {0}; __init_subclass__ = chaos\\nclass Y(X): pass
class X: __slots__ = ('a', '__weakref__')\\nx = X(); x.a = {0}; x.__class__ = {1}
def f(a=1, *, b=2): return a, b\\nf.__defaults__ = {0}; f({1})
def f(a=1, *, b=2): return a, b\\nf.__kwdefaults__ = {0}; f()
def f(a=1, *, b=2): return a, b\\nf.__code__ = {0}; f()
def f(): return {0}\\nf.__code__ = f.__code__.replace(co_consts={1}); f
Evil().__class__ = {0}
Base.__bases__ = ({0},)
try: raise {0}\\nexcept {1} as e: e.__context__ = {2}; raise
try: raise ExceptionGroup('a', [{0}, ValueError()])\\nexcept* {1} as e: chaos()
e = ValueError({0}); e.__context__ = e.__cause__ = KeyError({1}); e.__context__.__context__ = e; raise e
e = ValueError({0}); e.__traceback__ = {1}; e.args = {2}; kept.append(repr(e))
match {0}:\\n case {{'a': x, **y}}: pass\\n case [a, *b]: pass\\n case Evil(x=1): pass\\n case int(1): pass
f'{{{0}!r:{{{1}}}}} {{{2}:>5}}'
g = gen(); next(g); g.send({0}); g.throw({1}); del g
c = coro(); c.send({0}); c.throw({1})
async def f():\\n async for x in {0}: pass\\n async with {1}: await {2}\\nc = f(); c.send(None); c.send({0})
async def f():\\n yield {0}; yield {1}\\na = f(); b = a.asend({2}); c = a.athrow({0}); b.send(None); c.send(None); a.aclose().send({1})
g = (x for x in {0}); next(g); g.gi_frame.clear(); next(g)
eval({0}, {1}, {2})
exec('a = b = 1\\\\ndel a\\\\nprint', {0}, {1})
compile({0}, {1}, 'exec')
sys.settrace({0}); chaos(); sys.settrace(None)
sys.settrace(lambda f, e, a: f.f_locals.update(x={0}) or chaos()); gen().send({1}); sys.settrace(None)
sys.setprofile({0}); chaos(); sys.setprofile(None)
print({0}, {1}, sep={2}, file=SIO)
sorted({0}, key={1})
L.sort(key=lambda x: L.append(x) or chaos())
{0}({1}, *{2}, **D)
{0}(*{1}, **{2})
[chaos() for L[0] in {0}]
global L\\nL = {0}; L = [1, 2, Evil()]
_thread.start_new_thread({0}, ({1},))
_thread.start_new_thread(chaos, ())
weakref.finalize(Evil(), {0}, {1}); gc.collect()
class X: x = {0}\\n def __set_name__(self, *a): chaos()\\nclass Y: a = X(); b = {1}
class X:\\n def __get__(self, *a): chaos(); del Evil.d; gc.collect(); return {0}\\nEvil.d = X(); Evil().d
b = bytearray(100); m = memoryview(b)[5:50:3]; m[{0}] = {1}; b.extend({2})
re.sub({0}, {1}, {2})
re.compile('(a*)*b|' + {0}).sub({1}, 'aaaa' * 9)
struct.pack({0}, {1}, {2})
struct.pack_into('<i', B, {0}, {1})
type('X', ({0},), {1})
type.__setattr__(Evil, {0}, {1})
object.__reduce_ex__({0}, {1})
copy.deepcopy({0})
({0}).__getattribute__({1})'''.split('\n')


def names_of(what):
    """The attributes that python3 knows of `types.CodeType` or a module."""
    scope = {}
    module = what.split('.')[0]
    try:
        exec('import %s' % module if '.' in what else '', scope)
        return [n for n in dir(eval(what, scope)) if n not in LEFT_OUT]
    except Exception:
        return []


def module_names(module):
    scope = {}
    try:
        exec('import %s as m' % module, scope)
    except Exception:
        return []
    return [n for n in dir(scope['m']) if n not in LEFT_OUT and callable(getattr(scope['m'], n))]


METHODS = [(t, n) for t in TYPES for n in names_of(t)]
FUNCTIONS = [(m, n) for m in MODULES for n in module_names(m)]


def arguments(r):
    count = r.choice([0, 1, 1, 1, 2, 2, 2, 3, 3, 4])
    return ', '.join(r.choice(VALUES) for _ in range(count))


def line(r):
    kind = r.random()
    if kind < 0.45:
        type_name, name = r.choice(METHODS)
        owner = r.choice(VALUES) if r.random() < 0.6 else None
        if owner is None:
            return 't(lambda: %s.%s(%s))' % (type_name, name, arguments(r))
        return 't(lambda: (%s).%s(%s))' % (owner, name, arguments(r))
    if kind < 0.6:
        module, name = r.choice(FUNCTIONS)
        return 't(lambda: __import__(%r).%s(%s))' % (module, name, arguments(r))
    if kind < 0.68:
        return 't(lambda: %s(%s))' % (r.choice(TYPES), arguments(r))
    if kind < 0.76:
        return 't(lambda: %s %s %s)' % (r.choice(VALUES), r.choice(OPERATORS), r.choice(VALUES))
    if kind < 0.8:
        return 't(lambda: kept[-1].%s(%s))' % (r.choice(METHODS)[1], arguments(r))
    if kind < 0.82:
        return 't(lambda: ACTIONS[%d]())' % r.randrange(50)
    text = r.choice(STATEMENTS).replace('\\n', '\n').format(*(r.choice(VALUES) for _ in range(3)))
    body = '\n'.join(' ' + part for part in text.replace('\\\\n', '\\n').split('\n'))
    head = ' global budget\n' if 'budget' in body else ''
    return 'def f():\n%s%s\nt(f)' % (head, body)


def program(seed):
    r = random.Random(seed)
    return [line(r) for _ in range(r.choice([20, 50, 100]))]


def text_of(seed, lines):
    with open(os.path.join(HERE, 'hostile.py')) as file:
        return 'SEED = %d\n' % seed + file.read() + '\n'.join(lines) + '\n'


OPTIONS = [[], [], [], ['--as', '2.7', '--check-interval', '1'], ['--switch-interval', '1us']]


class Runner:
    def __init__(self, gilbox, out):
        self.gilbox, self.out = gilbox, out
        self.path = os.path.join(out, 'now-%d.py' % os.getpid())

    def start(self, command):
        """(status or None for a hang, standard error)"""
        environment = dict(os.environ, ASAN_OPTIONS='detect_leaks=0:allocator_may_return_null=1:'
                           'hard_rss_limit_mb=3000:symbolize=1', UBSAN_OPTIONS='print_stacktrace=1')
        try:
            done = subprocess.run(command + [self.path], stdin=subprocess.DEVNULL, cwd=self.out,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                  env=environment, timeout=TIMEOUT_S)
        except subprocess.TimeoutExpired:
            return None, ''
        return done.returncode, done.stderr.decode(errors='replace')

    def crash(self, seed, lines, hang_too=True):
        """What kind of crash these lines are, or None."""
        with open(self.path, 'w', errors='surrogatepass') as file:
            file.write(text_of(seed, lines))
        options = random.Random(seed).choice(OPTIONS)
        status, errors = self.start(['nice', self.gilbox] + options)
        if 'hard rss limit' in errors:
            return None
        if status is None:
            return 'hang' if hang_too and self.start(['nice', 'python3'])[0] is not None else None
        report = re.search(r'(AddressSanitizer: \S+|runtime error: .*|Assertion.*|ASSERT.*|REQUIRE.*)', errors)
        where = re.findall(r'#\d+ \S+ in (\w+) (?:vm|stdlib|cli|gil|runtime)/', errors)
        if report:
            return re.sub(r'0x[0-9a-f]+|\d\d+', 'N', report.group(1))[:90] + ' in ' + ' < '.join(where[:3])
        if status < 0:
            return 'signal %d' % -status
        return None

    def smaller(self, seed, lines, kind):
        same = lambda found: found is not None and found.split(' in ')[-1] == kind.split(' in ')[-1]
        size = max(1, len(lines) // 2)
        deadline = time.time() + 120
        while size >= 1 and time.time() < deadline:
            start = 0
            while start < len(lines) and time.time() < deadline:
                fewer = lines[:start] + lines[start + size:]
                if same(self.crash(seed, fewer)):
                    lines = fewer
                else:
                    start += size
            size //= 2
        return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('gilbox')
    parser.add_argument('--seconds', type=float, default=60)
    parser.add_argument('--seed', type=int, default=int(time.time()) * 1000)
    parser.add_argument('--out', default='/tmp/gilbox-fuzz')
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)
    runner = Runner(os.path.abspath(options.gilbox), options.out)
    deadline = time.time() + options.seconds
    found, seed = {}, options.seed
    while time.time() < deadline:
        lines = program(seed)
        kind = runner.crash(seed, lines)
        if kind is not None and kind not in found:
            found[kind] = seed
            print('%d: %s' % (seed, kind), flush=True)
            lines = runner.smaller(seed, lines, kind)
            with open(os.path.join(options.out, 'crash-%d.py' % seed), 'w', errors='surrogatepass') as file:
                file.write(text_of(seed, lines))
            print('\n'.join(lines), flush=True)
        seed += 1
    print('%d programs, %d kinds of crash' % (seed - options.seed, len(found)))
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main())
