"""operator."""
from operator import *
import operator
print(add(1, 2), sub(5, 3), mul(2, 3))  # expect: 3 2 6
print(truediv(1, 2), floordiv(7, 2), mod(7, 3))  # expect: 0.5 3 1
print(pow(2, 3), neg(1), pos(-1), inv(5), abs(-2))  # expect: 8 -1 -1 -6 2
print(and_(6, 3), or_(6, 3), xor(6, 3))  # expect: 2 7 5
print(lshift(1, 3), rshift(8, 1), not_(1))  # expect: 8 4 False
print(truth([]), is_(1, 1), is_not(1, 2))  # expect: False True True
print(eq(1, 1.0), lt(1, 2), ge(1, 2))   # expect: True True False
print(contains('abc', 'b'), countOf([1, 1], 1))  # expect: True 2
print(indexOf('abc', 'c'), concat('a', 'b'))  # expect: 2 ab
print(index(5), length_hint([1, 2]))    # expect: 5 2
print(call(len, 'abc'))                 # expect: 3
print(itemgetter(1)('abc'))             # expect: b
print(itemgetter(0, 2)('abc'))          # expect: ('a', 'c')
print(itemgetter(slice(1))('abc'))      # expect: a
print(attrgetter('real')(5))            # expect: 5
print(attrgetter('real', 'imag')(5))    # expect: (5, 0)
print(attrgetter('__class__.__name__')(5))  # expect: int
print(methodcaller('upper')('a'))       # expect: A
print(methodcaller('split', ',', maxsplit=1)('a,b,c'))  # expect: ['a', 'b,c']
print(itemgetter('k'), methodcaller('x', 1, y=2))
# expect: operator.itemgetter('k') operator.methodcaller('x', 1, y=2)
print(attrgetter('a.b'))                # expect: operator.attrgetter('a.b')
l = [1]; print(iadd(l, [2]), l, imul(2, 3), iconcat([1], [2]), setitem(l, 0, 9), getitem(l, 0),
# expect: [2] [2] 6 [1, 2] None 9 None [2] matmul 3 [(1, 'a'), (1, 'b')]
               delitem(l, 0), l, matmul.__name__, operator.__add__(1, 2),
               sorted([(1, 'b'), (1, 'a')], key=itemgetter(0, 1)))
for call in (lambda: itemgetter(), lambda: attrgetter(5), lambda: methodcaller(),
             lambda: methodcaller(5), lambda: add(1), lambda: add(1, 'a'),
             lambda: itemgetter(5)('abc'), lambda: attrgetter('zz')(1),
             lambda: indexOf('a', 'b'), lambda: concat(1, 2), lambda: index(1.5),
             lambda: length_hint(5, 'a'), lambda: countOf(5, 1)):
    try: print(call())
    except Exception as e: print(type(e).__name__, e)
    # expect: TypeError itemgetter expected 1 argument, got 0
    # expect: TypeError attribute name must be a string
    # expect: TypeError methodcaller needs at least one argument, the method name
    # expect: TypeError method name must be a string
    # expect: TypeError add expected 2 arguments, got 1
    # expect: TypeError unsupported operand type(s) for +: 'int' and 'str'
    # expect: IndexError string index out of range
    # expect: AttributeError 'int' object has no attribute 'zz'
    # expect: ValueError sequence.index(x): x not in sequence
    # expect: TypeError 'int' object can't be concatenated
    # expect: TypeError 'float' object cannot be interpreted as an integer
    # expect: TypeError 'str' object cannot be interpreted as an integer
    # expect: TypeError argument of type 'int' is not iterable
