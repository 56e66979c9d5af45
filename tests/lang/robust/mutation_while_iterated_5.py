import collections, itertools


def run(f):
    try:
        print(f.__name__, f())
    except Exception as e:
        print(f.__name__, type(e).__name__, e)


@run
def remove_clears():
    class E:
        def __eq__(self, o): a.clear(); return True
    a = [E() for i in range(10)]
    a.remove(1)
    return a                            # expect: remove_clears []


@run
def compare_clears():
    class E:
        def __eq__(self, o): a.clear(); b.clear(); return True
        def __lt__(self, o): a.clear(); return True
    a = [E() for i in range(10)]; b = [E() for i in range(10)]
    r = a == b
    a = [E() for i in range(10)]; b = [E() for i in range(11)]
    return r, a < b, a > b              # expect: compare_clears (True, False, False)


@run
def join_clears():
    a = ['x'] * 10
    class S(str): pass
    def g():
        for x in a: a.clear(); yield 'y'
    return ','.join(g())                # expect: join_clears y


@run
def repeat_clears():
    class N:
        def __index__(self): a.clear(); return 3
    a = [1, 2, 3]
    return a * N()                      # expect: repeat_clears []


@run
def map_clears():
    a = [1, 2, 3, 4]
    def grow(x):
        return a.append(1) if len(a) < 20 else 1
    return list(map(lambda x: a.clear(), a)), list(filter(grow, [1, 2]))
# expect: map_clears ([None], [])
