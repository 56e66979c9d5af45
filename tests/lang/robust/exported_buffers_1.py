# Buffers resized, released and cast while something looks into them.
import array, io, struct, sys


def run(f):
    try:
        print(f.__name__, f())
    except BaseException as e:
        print(f.__name__, type(e).__name__, e)


@run
def every_change():
    b = bytearray(b'abcdef'); m = memoryview(b)
    for n, a in (('append', (1,)), ('extend', (b'ab',)), ('clear', ()), ('pop', ()),
            ('insert', (0, 1)), ('remove', (97,)), ('__delitem__', (0,)), ('__iadd__', (b'x',)),
            ('__imul__', (2,)), ('__setitem__', (slice(0, 2), b'xyz')), ('__init__', (5,)),
            ('reverse', ())):
        try: getattr(b, n)(*a); print(n, 'worked')
        except BufferError as e: print(n, e)
    m.release(); b.append(1)
    return b
# expect: append Existing exports of data: object cannot be re-sized
# expect: extend Existing exports of data: object cannot be re-sized
# expect: clear Existing exports of data: object cannot be re-sized
# expect: pop Existing exports of data: object cannot be re-sized
# expect: insert Existing exports of data: object cannot be re-sized
# expect: remove Existing exports of data: object cannot be re-sized
# expect: __delitem__ Existing exports of data: object cannot be re-sized
# expect: __iadd__ Existing exports of data: object cannot be re-sized
# expect: __imul__ Existing exports of data: object cannot be re-sized
# expect: __setitem__ Existing exports of data: object cannot be re-sized
# expect: __init__ Existing exports of data: object cannot be re-sized
# expect: reverse worked
# expect: every_change bytearray(b'fedcba\x01')















@run
def value_releases():
    class F:
        def __float__(self): m.release(); return 1.0
    b = bytearray(8); m = memoryview(b).cast('d')
    m[0] = F()
# expect: value_releases ValueError operation forbidden on released memoryview object
