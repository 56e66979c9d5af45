# Buffers resized, released and cast while something looks into them.
import array, io, struct, sys


def run(f):
    try:
        print(f.__name__, f())
    except BaseException as e:
        print(f.__name__, type(e).__name__, e)


@run
def value_resizes():
    class I:
        def __index__(self): b.clear(); return 65
    for f in (
            lambda: b.append(I()), lambda: b.__setitem__(3, I()), lambda: b.insert(5, I()),
            lambda: b.__setitem__(I(), 5), lambda: b[I():5], lambda: b.extend([I(), I()]),
            lambda: b.index(I()), lambda: b.count(I()), lambda: I() in b, lambda: b.pop(I()),
            lambda: b.remove(I()), lambda: b * 2, lambda: b.find(b'a', I()),
            lambda: b.split(None, I()), lambda: b.replace(b'a', b'b', I()),
            lambda: b.center(I()), lambda: b.__setitem__(slice(1, 3), [I(), I()]),
            lambda: b.__delitem__(I()), lambda: b.startswith(b'a', I())):
        b = bytearray(b'abcdefghij' * 5)
        try: print(repr(f())[:30], len(b))
        except Exception as e: print(type(e).__name__, e)
# expect: None 1
# expect: IndexError bytearray index out of range
# expect: None 1
# expect: IndexError bytearray index out of range
# expect: bytearray(b'') 0
# expect: None 2
# expect: ValueError subsection not found
# expect: 0 0
# expect: False 0
# expect: IndexError pop from empty bytearray
# expect: ValueError value not found in bytearray
# expect: bytearray(b'abcdefghijabcdefgh 50
# expect: -1 0
# expect: [] 0
# expect: bytearray(b'') 0
# expect: bytearray(b'                   0
# expect: None 2
# expect: IndexError bytearray index out of range
# expect: False 0
# expect: value_resizes None
