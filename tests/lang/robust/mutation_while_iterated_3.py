import collections, itertools


def run(f):
    try:
        print(f.__name__, f())
    except Exception as e:
        print(f.__name__, type(e).__name__, e)


@run
def extend_self():
    a = [1, 2]; a.extend(a); a.extend(iter(a)) if False else None; a += a
    return a                            # expect: extend_self [1, 2, 1, 2, 1, 2, 1, 2]


@run
def extend_by_own_iterator():
    a = [1, 2, 3]
    a.extend(x for x in a if len(a) < 100)
    return len(a)                       # expect: extend_by_own_iterator 100


@run
def update_self():
    d = {1: 2}; d.update(d); d |= d; s = {1}; s |= s; s -= s; s.update(s); s ^= s
    return d, s                         # expect: update_self ({1: 2}, set())


@run
def dict_update_by_keys():
    class Keys(dict):
        def keys(self): self.clear(); return iter([1, 2])
        def __getitem__(self, k): d.clear(); return k
    d = {5: 6}; d.update(Keys(a=1))
    return d                            # expect: dict_update_by_keys {5: 6, 'a': 1}


@run
def sort_mutates():
    a = [3, 2, 1]
    a.sort(key=lambda x: a.append(x))
# expect: sort_mutates TypeError '<' not supported between instances of 'NoneType' and 'NoneType'


@run
def sort_compares():
    class C:
        def __lt__(self, other): a.clear(); a.extend([C()] * 9); return True
    a = [C() for i in range(50)]
    a.sort()
# expect: sort_compares ValueError list modified during sort
