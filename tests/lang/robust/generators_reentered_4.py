import gc, sys, threading


def run(f):
    try:
        print(f.__name__, f())
    except BaseException as e:
        print(f.__name__, type(e).__name__, e)


@run
def deep_dropped():
    def wrap(g): yield from g
    g = iter([1])
    for n in range(20000): g = wrap(g)
    del g
    return 'dropped'                    # expect: deep_dropped dropped


@run
def coroutine_twice():
    async def c(): pass
    x = c()
    async def d(): await x
    y, z = d(), d()
    try: y.send(None)
    except StopIteration: pass
    z.send(None)
# expect: coroutine_twice RuntimeError cannot reuse already awaited coroutine


@run
def coroutine_reentered():
    async def c(): x.send(None)
    x = c(); x.send(None)
# expect: coroutine_reentered ValueError coroutine already executing


@run
def asyncgen_twice():
    async def a():
        yield 1; yield 2
    x = a(); p, q = x.asend(None), x.asend(None)
    try: p.send(None)
    except StopIteration as e: print(e.value)
    try: q.send(None)
    except StopIteration as e: print(e.value)
    p.send(None)
# expect: 1
# expect: 2
# expect: asyncgen_twice RuntimeError cannot reuse already awaited __anext__()/asend()
