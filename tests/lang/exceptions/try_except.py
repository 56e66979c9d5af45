"""try, except, else, finally: which parts run."""
def run(action):
    try:
        print('try', end=' ')
        action()
    except ZeroDivisionError:
        print('zero', end=' ')
    except (KeyError, IndexError) as error:
        print(type(error).__name__, error, end=' ')
    except Exception as error:
        print('other', repr(error), end=' ')
    else:
        print('else', end=' ')
    finally:
        print('finally')
run(lambda: 1)                          # expect: try else finally
run(lambda: 1 / 0)                      # expect: try zero finally
run(lambda: {}['x'])                    # expect: try KeyError 'x' finally
run(lambda: [][0])                      # expect: try IndexError list index out of range finally
run(lambda: int('a'))
# expect: try other ValueError("invalid literal for int() with base 10: 'a'") finally
def flow():
    for i in range(4):
        try:
            if i == 0: continue
            if i == 2: break
            print('body', i)
        finally:
            print('finally', i)
    try:
        return 'returned'
    finally:
        print('after return')
print(flow())
# expect: finally 0
# expect: body 1
# expect: finally 1
# expect: finally 2
# expect: after return
# expect: returned
def swallow():
    for i in range(2):
        try: 1 / 0
        finally: continue
    while True:
        try: raise ValueError
        finally: break
    try: raise KeyError
    finally: return 'swallowed'
print(swallow())                        # expect: swallowed
try:
    try: raise ValueError('first')
    finally: print('inner finally')     # expect: inner finally
except ValueError as error: print('outer', error)  # expect: outer first
