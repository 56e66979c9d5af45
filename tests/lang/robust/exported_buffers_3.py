# Buffers resized, released and cast while something looks into them.
import array, io, struct, sys


def run(f):
    try:
        print(f.__name__, f())
    except BaseException as e:
        print(f.__name__, type(e).__name__, e)


@run
def of_released():
    m = memoryview(b'abc'); n = m[1:]; m.release()
    print(n.tobytes())
    for f in (
            len, list, bytes, hash, lambda m: m.cast('B'), lambda m: m[0], lambda m: m == m,
            lambda m: m.tolist(), lambda m: m.__enter__(), repr, lambda m: m.nbytes,
            lambda m: m.release()):
        try: print(str(f(m))[:9])
        except Exception as e: print(type(e).__name__, e)
# expect: b'bc'
# expect: ValueError operation forbidden on released memoryview object
# expect: ValueError operation forbidden on released memoryview object
# expect: ValueError operation forbidden on released memoryview object
# expect: ValueError operation forbidden on released memoryview object
# expect: ValueError operation forbidden on released memoryview object
# expect: ValueError operation forbidden on released memoryview object
# expect: True
# expect: ValueError operation forbidden on released memoryview object
# expect: ValueError operation forbidden on released memoryview object
# expect: <released
# expect: ValueError operation forbidden on released memoryview object
# expect: None
# expect: of_released None
