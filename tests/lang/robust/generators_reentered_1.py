import gc, sys, threading


def run(f):
    try:
        print(f.__name__, f())
    except BaseException as e:
        print(f.__name__, type(e).__name__, e)


@run
def itself():
    def g():
        yield next(i)
    i = g(); next(i)                    # expect: itself ValueError generator already executing


@run
def itself_sent():
    def g():
        yield i.send(None)
    i = g(); next(i)
# expect: itself_sent ValueError generator already executing


@run
def itself_closed():
    def g():
        i.close(); yield 1
    i = g(); next(i)
# expect: itself_closed ValueError generator already executing


@run
def itself_thrown():
    def g():
        i.throw(KeyError); yield 1
    i = g(); next(i)
# expect: itself_thrown ValueError generator already executing


@run
def yield_from_itself():
    def g():
        yield from i
    i = g(); next(i)
# expect: yield_from_itself ValueError generator already executing


@run
def through_close():
    def g():
        try: yield 1
        finally: next(i)
    i = g(); next(i); i.close()
# expect: through_close ValueError generator already executing
