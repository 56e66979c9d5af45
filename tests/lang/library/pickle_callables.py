# What __reduce__ names to be called need not be a function: it may have no __name__.
import functools
import pickle


class Fraction:
    def __init__(self, top, bottom):
        self.top, self.bottom = top, bottom

    def __reduce__(self):
        return functools.partial(Fraction, self.top), (self.bottom,)


for protocol in range(6):
    again = pickle.loads(pickle.dumps(Fraction(1, 2), protocol))
    print(protocol, again.top, again.bottom)
    # expect: 0 1 2
    # expect: 1 1 2
    # expect: 2 1 2
    # expect: 3 1 2
    # expect: 4 1 2
    # expect: 5 1 2
