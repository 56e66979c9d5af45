"""Tuples: literals, methods, hashing, comparison."""
t = 1, 'a', None
print(t, (1,), (), tuple('ab'), tuple([1]))  # expect: (1, 'a', None) (1,) () ('a', 'b') (1,)
print(tuple(), tuple(t) is t, t + (2,), t * 2)
# expect: () True (1, 'a', None, 2) (1, 'a', None, 1, 'a', None)
print(2 * (0,), t[0], t[-1], t[1:], t[::-1])  # expect: (0, 0) 1 None ('a', None) (None, 'a', 1)
print(len(t), 'a' in t, t.count(1), t.index('a'))  # expect: 3 True 1 1
print((1, 2) < (1, 3), (1, 2) == (1, 2.0))  # expect: True True
print((1,) < (1, 0), () < (0,), (1, 2) == [1, 2])  # expect: True True False
print(hash((1, 2)) == hash((1, 2.0)))   # expect: True
print(hash(()) == hash(()), {(1, 2): 'x'}[1, 2])  # expect: True x
print(max((1, 5), (2, 0)))              # expect: (2, 0)
print(hash((1, 2)), hash(()), hash((1, (2, 3))))
# expect: -3550055125485641917 5740354900026072187 7267574591690527098
print(hash((0,)), hash((-1, 2**70)))    # expect: -8753497827991233192 -1106163820957201816
print(hash((0.5, True)))                # expect: -8572458927399070566
print(((1, 2), (3,)), repr((1,)), str(((),)), sum(((1,), (2,)), ()),
      sorted([(2, 'a'), (1, 'b'), (1, 'a')]), *t, (*t, 1), ([],) == ([],),
      tuple(x for x in 'ab'))
# expect: ((1, 2), (3,)) (1,) ((),) (1, 2) [(1, 'a'), (1, 'b'), (2, 'a')] 1 a None (1, 'a', None, 1) True ('a', 'b')
