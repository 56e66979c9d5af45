"""What ranges refuse."""
for call in (lambda: range(), lambda: range(1.5), lambda: range('a'), lambda: range(1, 2, 0),
             lambda: range(5)[5], lambda: range(5)['a'], lambda: range(3).index(7),
             lambda: len(range(2**70)), lambda: range(1, 2, 3, 4), lambda: range(3) < range(4),
             lambda: range(3) + range(2), lambda: range(5)[::0], lambda: range(3).index('a'),
             lambda: range(None), lambda: range(a=1)):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
        # expect: TypeError range expected at least 1 argument, got 0
        # expect: TypeError 'float' object cannot be interpreted as an integer
        # expect: TypeError 'str' object cannot be interpreted as an integer
        # expect: ValueError range() arg 3 must not be zero
        # expect: IndexError range object index out of range
        # expect: TypeError range indices must be integers or slices, not str
        # expect: ValueError 7 is not in range
        # expect: OverflowError Python int too large to convert to C ssize_t
        # expect: TypeError range expected at most 3 arguments, got 4
        # expect: TypeError '<' not supported between instances of 'range' and 'range'
        # expect: TypeError unsupported operand type(s) for +: 'range' and 'range'
        # expect: ValueError slice step cannot be zero
        # expect: ValueError sequence.index(x): x not in sequence
        # expect: TypeError 'NoneType' object cannot be interpreted as an integer
        # expect: TypeError range() takes no keyword arguments
try:
    range(3).start = 1
except AttributeError as error:
    print(error)                        # expect: readonly attribute
it = iter(range(3))
print(next(it), it.__length_hint__(), list(it))  # expect: 0 2 [1, 2]
print(next(it, 'end'), type(it).__name__)  # expect: end range_iterator
print(type(iter(range(2**70))).__name__)  # expect: longrange_iterator
print(repr(range(1, 5, 2)), str(range(0, 5, 1)))  # expect: range(1, 5, 2) range(0, 5)
class I:
    def __index__(self): return 3
print(range(I()), list(range(I())))     # expect: range(0, 3) [0, 1, 2]
print(range(10)[I()], I() in range(5))  # expect: 3 False
print(3 in range(10)[I():])             # expect: True
