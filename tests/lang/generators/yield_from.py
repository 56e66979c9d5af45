"""yield from: delegation of values, sends, throws and results."""
def inner():
    try:
        x = yield 1
        print('inner got', x)
        y = yield 2
        print('inner got', y)
    except ValueError as e:
        print('inner caught', e)
        yield 'recovered'
    finally: print('inner finally')
    return 'inner result'
def outer():
    r = yield from inner()
    print('r', r)
    yield from 'ab'
    yield from [x * 2 for x in range(2)]
    return (yield from (lambda: (yield 'last'))())
o = outer()
print(next(o), o.send('A'), o.send('B'), list(o))
# expect: inner got A
# expect: inner got B
# expect: inner finally
# expect: r inner result
# expect: 1 2 a ['b', 0, 2, 'last']
o = outer(); next(o)
print(o.throw(ValueError('v')), next(o))
# expect: inner caught v
# expect: inner finally
# expect: r inner result
# expect: recovered a
print(o.gi_yieldfrom is not None)       # expect: True
o.close()
o = outer(); next(o); o.close()         # expect: inner finally
def tree(n):
    if n: yield from tree(n - 1); yield n; yield from tree(n - 1)
print(list(tree(3)))                    # expect: [1, 2, 1, 3, 1, 2, 1]
class Iter:
    def __iter__(self): return self
    def __next__(self): return 1
def delegate(): yield from Iter()
d = delegate(); next(d)
for call in (lambda: d.send(5), lambda: d.throw(KeyError('k')),
             lambda: next((lambda: (yield from 5))()),
             lambda: next((lambda: (yield from None))())):
    try: print(call())
    except Exception as e: print(type(e).__name__, e)
    # expect: AttributeError 'Iter' object has no attribute 'send'
    # expect: KeyError 'k'
    # expect: TypeError 'int' object is not iterable
    # expect: TypeError 'NoneType' object is not iterable
