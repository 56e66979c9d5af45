# Buffers resized, released and cast while something looks into them.
import array, io, struct, sys


def run(f):
    try:
        print(f.__name__, f())
    except BaseException as e:
        print(f.__name__, type(e).__name__, e)


@run
def bytesio():
    b = io.BytesIO(b'abc'); m = b.getbuffer()
    for f in (lambda: b.write(b'defghi'), lambda: b.truncate(1), b.close,
            lambda: b.__setstate__((b'', 0, None))):
        try: print(f())
        except BufferError as e: print(e)
    m.release()
    return b.write(b'longer than before')
# expect: Existing exports of data: object cannot be re-sized
# expect: Existing exports of data: object cannot be re-sized
# expect: Existing exports of data: object cannot be re-sized
# expect: Existing exports of data: object cannot be re-sized
# expect: bytesio 18
