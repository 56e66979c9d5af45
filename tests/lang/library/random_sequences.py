"""random with a seed gives CPython's numbers."""
import random
random.seed(42)
print(random.random(), random.randint(1, 100))  # expect: 0.6394267984578837 4
print(random.choice('abcdef'))          # expect: f
print(random.uniform(1, 2))             # expect: 1.2750293183691193
print(random.randrange(0, 100, 7))      # expect: 21
print(random.getrandbits(70), random.gauss(0, 1))
# expect: 124265960472762171881 -0.938051221433234
l = list(range(10)); random.shuffle(l); print(l, random.sample(range(100), 5),
# expect: [3, 5, 2, 4, 9, 8, 7, 0, 6, 1] [71, 25, 91, 83, 89] ['b', 'a', 'b', 'c', 'a', 'c'] ['b', 'b', 'b', 'b', 'b']
        random.choices('abc', k=6), random.choices('ab', [1, 9], k=5))
r = random.Random('text'); print(r.random(), r.randbytes(4), r.triangular(0, 1, .5),
# expect: 0.8711565613554825 b'\x14SU\xfd' 0.7199000773221418 1.4762289043221986 0.18056838830191713 -0.29053026177681374 1.0877723605403256 4.094410281951708 0.6701390396336364 1.0870711862013696 0.711134799265727
                                 r.expovariate(1), r.betavariate(1, 2), r.normalvariate(0, 1),
                                 r.paretovariate(3), r.vonmisesvariate(0, 1),
                                 r.gammavariate(2, 1), r.lognormvariate(0, 1),
                                 r.weibullvariate(1, 1))
state = r.getstate(); a = [r.random()
                           for _ in range(3)]; r.setstate(state); print(a == [r.random()
# expect: True True 0.7586581712996778 0.6229016948897019 0.551763726942059 0.6307877176639078
                                   for _ in range(3)],
                                           random.Random(1).random() == random.Random(1).random(), random.Random(2**100).random(), random.Random(-5).random(), random.Random(1.5).random(), random.Random(b'x').random())
for call in (lambda: random.randint(5, 1), lambda: random.choice([]),
             lambda: random.sample([1], 2), lambda: random.randrange(0),
             lambda: random.getrandbits(-1), lambda: random.sample({1}, 1),
             lambda: random.choices([], k=1), lambda: random.seed([]),
             lambda: random.shuffle((1, 2)), lambda: random.choices('ab', [0, 0]),
             lambda: random.randrange(1.5)):
    try: print(call())
    except Exception as e: print(type(e).__name__, e)
    # expect: ValueError empty range for randrange() (5, 2, -3)
    # expect: IndexError Cannot choose from an empty sequence
    # expect: ValueError Sample larger than population or is negative
    # expect: ValueError empty range for randrange()
    # expect: ValueError number of bits must be non-negative
    # expect: TypeError Population must be a sequence.  For dicts or sets, use sorted(d).
    # expect: IndexError list index out of range
    # expect: TypeError The only supported seed types are: None,
    # expect: int, float, str, bytes, and bytearray.
    # expect: TypeError 'tuple' object does not support item assignment
    # expect: ValueError Total of weights must be greater than zero
    # expect: ValueError non-integer arg 1 for randrange()
print(0 <= random.SystemRandom().random() < 1)  # expect: True
print(random.sample('abc', counts=[1, 0, 5], k=3) is not None)  # expect: True
# expect stderr: tests/lang/library/random_sequences.py:29: DeprecationWarning: randrange() will raise TypeError in the future
# expect stderr:   lambda: random.randrange(1.5)):
