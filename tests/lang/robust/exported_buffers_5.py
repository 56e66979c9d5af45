# Buffers resized, released and cast while something looks into them.
import array, io, struct, sys


def run(f):
    try:
        print(f.__name__, f())
    except BaseException as e:
        print(f.__name__, type(e).__name__, e)


@run
def join_resizes():
    def g():
        b.clear(); yield b'a'; b.extend(b'xyz'); yield b; yield b'c'
    b = bytearray(b',')
    return b.join(g())
# expect: join_resizes BufferError Existing exports of data: object cannot be re-sized
