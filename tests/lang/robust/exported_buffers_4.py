# Buffers resized, released and cast while something looks into them.
import array, io, struct, sys


def run(f):
    try:
        print(f.__name__, f())
    except BaseException as e:
        print(f.__name__, type(e).__name__, e)


@run
def arrays():
    a = array.array('i', [1, 2, 3]); m = memoryview(a)
    for f in (lambda: a.append(1), lambda: a.pop(), lambda: a.extend(a), lambda: a.fromlist([1])):
        try: f()
        except BufferError as e: print(e)
    m.release(); a.extend(a)
    return a
# expect: cannot resize an array that is exporting buffers
# expect: cannot resize an array that is exporting buffers
# expect: cannot resize an array that is exporting buffers
# expect: cannot resize an array that is exporting buffers
# expect: arrays array('i', [1, 2, 3, 1, 2, 3])


@run
def packs():
    b = bytearray(4)
    class I:
        def __index__(self): b.clear(); return 1
    try: struct.pack_into('>I', b, 0, I())
    except Exception as e: print(type(e).__name__)
    return len(b), struct.unpack_from('B', memoryview(bytes(10))[::-1] if False else b'ab', -1)
# expect: BufferError
# expect: packs (4, (98,))
