"""Generators: laziness, send, return values, being finished."""
def count(n):
    print('start')
    for i in range(n): yield i
    print('end')
    return 'result'
g = count(2)
print(type(g).__name__, g.__name__, g.gi_running)  # expect: generator count False
print(g.gi_frame is not None, iter(g) is g)  # expect: True True
print(next(g), list(g), next(g, 'finished'), g.gi_frame)
# expect: start
# expect: end
# expect: 0 [1] finished None
try:
    g = count(0); next(g)
    # expect: start
    # expect: end
except StopIteration as e: print('value', e.value)  # expect: value result
def echo():
    received = yield 'first'
    while received != 'stop': received = yield f'got {received}'
    return 'bye'
e = echo()
print(next(e), e.send('a'), e.send(None), next(e))  # expect: first got a got None got None
try: e.send('stop')
except StopIteration as s: print(s.value)  # expect: bye
try: echo().send(1)
except TypeError as error: print(error)
# expect: can't send non-None value to a just-started generator
def fibonacci():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
print([x for x, _ in zip(fibonacci(), range(15))])
# expect: [0, 1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377]
print(sum(x for x in range(10) if x % 2))  # expect: 25
print(max((len(w), w) for w in ['a', 'bbb', 'cc']))  # expect: (3, 'bbb')
lazy = (print('computed', x) or x for x in (1, 2))
print('made', next(lazy))
# expect: computed 1
# expect: made 1
def empty():
    return
    yield
print(list(empty()), [*(x for x in ())])  # expect: [] []
print((lambda: (yield 1))().__next__())  # expect: 1
print(dict((k, v) for k, v in [(1, 2)]))  # expect: {1: 2}
def running():
    try: next(me)
    except ValueError as error: yield error
me = running()
print(next(me))                         # expect: generator already executing
def squares(n): return (x * x for x in range(n))
print(list(squares(4)), 4 in squares(3), tuple(squares(3)), *squares(2))
# expect: [0, 1, 4, 9] True (0, 1, 4) 0 1
