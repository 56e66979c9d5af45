def f(a, /, b: int = 1, *args: str, c, d=2, **kw) -> None:
    """doc"""
    global g
    return a + b, *args
@decorate(1)
def g(*, x): yield x; y = yield; yield from g(); return 1
h = lambda *a, k=1, **kw: (a, k, kw)
f(1, *a, b=2, **c, d=3)
