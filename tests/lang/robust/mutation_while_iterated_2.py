import collections, itertools


def run(f):
    try:
        print(f.__name__, f())
    except Exception as e:
        print(f.__name__, type(e).__name__, e)


@run
def set_grows():
    s = {1}
    for k in s: s.add(k + 1)
# expect: set_grows RuntimeError Set changed size during iteration


@run
def set_shrinks():
    s = {1, 2, 3}
    for k in s: s.clear()
# expect: set_shrinks RuntimeError Set changed size during iteration


@run
def deque_grows():
    q = collections.deque([1, 2])
    for k in q: q.append(k)
# expect: deque_grows RuntimeError deque mutated during iteration


@run
def bytearray_resized():
    b = bytearray(b'abc')
    for x in b:
        if len(b) < 100: b.append(x)
        else: b.clear()
    return len(b)                       # expect: bytearray_resized 0


@run
def exported():
    b = bytearray(b'abc'); m = memoryview(b)
    b.append(1)
# expect: exported BufferError Existing exports of data: object cannot be re-sized


@run
def exported_slice():
    b = bytearray(b'abc'); m = memoryview(b)[1:2]
    del b[0]
# expect: exported_slice BufferError Existing exports of data: object cannot be re-sized
