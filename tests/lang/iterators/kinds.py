"""The iterator types of the builtin containers."""
for value in ([1, 2], (1, 2), 'ab', b'ab', {1: 2}, {1}, range(2), {1: 2}.values(),
              {1: 2}.items(), enumerate('a'), zip('a'), map(str, 'a'), filter(None, 'a'),
              reversed([1]), memoryview(b'a'), bytearray(b'a'), (x for x in 'a'),
              iter(lambda: 1, 1)):
    it = iter(value)
    print(type(it).__name__ if not isinstance(value, str) else 'str_iterator', len(list(it)),
          list(it), it is iter(it), end='; ')
          # expect: list_iterator 2 [] True; tuple_iterator 2 [] True; str_iterator 2 [] True; bytes_iterator 2 [] True; dict_keyiterator 1 [] True; set_iterator 1 [] True; range_iterator 2 [] True; dict_valueiterator 1 [] True; dict_itemiterator 1 [] True; enumerate 1 [] True; zip 1 [] True; map 1 [] True; filter 1 [] True; list_reverseiterator 1 [] True; memory_iterator 1 [] True; bytearray_iterator 1 [] True; generator 1 [] True; callable_iterator 0 [] True;
print()
import copy, operator
it = iter([1, 2, 3]); next(it)
print(operator.length_hint(it))         # expect: 2
print(list(copy.copy(it)), list(it))    # expect: [2, 3] [2, 3]
print(it.__reduce__() is not None)      # expect: True
