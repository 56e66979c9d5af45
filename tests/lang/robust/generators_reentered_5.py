import gc, sys, threading


def run(f):
    try:
        print(f.__name__, f())
    except BaseException as e:
        print(f.__name__, type(e).__name__, e)


@run
def throw_lies():
    def g(): yield 1
    i = g(); next(i); i.throw(int)
# expect: throw_lies TypeError exceptions must be classes or instances deriving from BaseException, not type



@run
def throw_bad_traceback():
    def g(): yield 1
    i = g(); next(i); i.throw(KeyError, KeyError(), 5)
# expect: throw_bad_traceback TypeError throw() third argument must be a traceback object



@run
def send_to_fresh():
    def g(): yield 1
    g().send(1)
# expect: send_to_fresh TypeError can't send non-None value to a just-started generator



@run
def other_thread():
    def g():
        ready.set(); go.wait(); yield 1
    ready, go = threading.Event(), threading.Event()
    i = g(); t = threading.Thread(target=lambda: list(i)); t.start(); ready.wait()
    try: next(i)
    finally: go.set(); t.join()
# expect: other_thread ValueError generator already executing
