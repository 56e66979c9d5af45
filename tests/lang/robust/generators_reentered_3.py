import gc, sys, threading


def run(f):
    try:
        print(f.__name__, f())
    except BaseException as e:
        print(f.__name__, type(e).__name__, e)


@run
def frame_cleared_while_running():
    def g():
        sys._getframe().clear(); yield 1
    return list(g())
# expect: frame_cleared_while_running RuntimeError cannot clear an executing frame


@run
def frame_of_finished():
    def g():
        yield sys._getframe()
    i = g(); f = next(i); list(i); f.clear()
    return f.f_locals, i.gi_frame       # expect: frame_of_finished ({}, None)


@run
def deep():
    g = iter([1])
    def wrap(g): yield from g
    for n in range(5000): g = wrap(g)
    return list(g)
# expect: deep RecursionError maximum recursion depth exceeded


@run
def deep_close():
    def wrap(g):
        try: yield from g
        finally: pass
    def base():
        yield 1
    g = base()
    for n in range(300): g = wrap(g)
    next(g); g.close()
    return 'closed'                     # expect: deep_close closed
