import gc, sys, threading
sys.unraisablehook = lambda ignored: None


def run(f):
    try:
        print(f.__name__, f())
    except BaseException as e:
        print(f.__name__, type(e).__name__, e)


@run
def ignores_exit():
    def g():
        while True:
            try: yield 1
            except GeneratorExit: pass
    i = g(); next(i); i.close()
# expect: ignores_exit RuntimeError generator ignored GeneratorExit


@run
def yields_in_finally():
    def g():
        try: yield 1
        finally: yield 2
    i = g(); next(i); i.throw(KeyError) 
    return next(i)                      # expect: yields_in_finally KeyError


@run
def deleted_while_running():
    def g():
        global i
        del i
        gc.collect()
        yield 5
    global i
    i = g()
    return next(i)                      # expect: deleted_while_running 5


@run
def frame_cleared():
    def g():
        x = [1, 2]
        yield sys._getframe()
        yield x
    i = g(); f = next(i)
    try: f.clear()
    except RuntimeError as e: print(e)
    return list(i)                      # expect: frame_cleared []
