"""throw, close, and finally in generators."""
def g():
    while True:
        try: x = yield 'y'
        except ValueError as e: print('caught', e); yield 'recovered'
        except GeneratorExit: print('closing'); raise
        finally: print('finally')
a = g(); next(a)
print(a.throw(ValueError('v')), next(a))
# expect: caught v
# expect: finally
# expect: recovered y
print(a.throw(ValueError, 'two args'))
# expect: caught two args
# expect: recovered
a.close(); a.close()                    # expect: finally
try: a.throw(KeyError('after'))
except KeyError as e: print('raised', e)  # expect: raised 'after'
def stubborn():
    try: yield 1
    except GeneratorExit: yield 2
s = stubborn(); next(s)
try: s.close()
except RuntimeError as e: print(e)      # expect: generator ignored GeneratorExit
def returns():
    try: yield 1
    except GeneratorExit: return 5
r = returns(); next(r)
print(r.close())                        # expect: None
unstarted = g()
try: unstarted.throw(KeyError('k'))
except KeyError as e: print('unstarted', e)  # expect: unstarted 'k'
print(next(unstarted, 'finished'))      # expect: finished
g().close()
