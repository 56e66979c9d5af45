import collections, itertools


def run(f):
    try:
        print(f.__name__, f())
    except Exception as e:
        print(f.__name__, type(e).__name__, e)


@run
def list_grows():
    a = [1, 2, 3]
    for x in a:
        if len(a) < 1000: a.append(x)
    return len(a)                       # expect: list_grows 1000


@run
def list_shrinks():
    a = list(range(1000)); n = 0
    for x in a:
        a.clear(); n += 1
    return n                            # expect: list_shrinks 1


@run
def dict_grows():
    d = {1: 2}
    for k in d: d[k + 1] = 1
# expect: dict_grows RuntimeError dictionary changed size during iteration


@run
def dict_replaced():
    d = {i: i for i in range(10)}
    for k in d: d.pop(k); d[k + 100] = 1
# expect: dict_replaced RuntimeError dictionary keys changed during iteration


@run
def dict_items_shrink():
    d = {i: i for i in range(10)}
    for k, v in d.items(): d.clear()
# expect: dict_items_shrink RuntimeError dictionary changed size during iteration


@run
def reversed_dict():
    d = {i: i for i in range(10)}
    for k in reversed(d): d[k + 20] = 1
# expect: reversed_dict RuntimeError dictionary changed size during iteration
