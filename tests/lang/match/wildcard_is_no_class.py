"""`_` matches anything and is never a name: what follows it is a mistake. Others nearby."""
def show(source):
    try:
        compile(source, '<string>', 'exec')
        print('fine')
    except SyntaxError as error:
        print(error.msg, error.lineno, error.offset)
show('match x:\n case _(y=0): pass')    # expect: invalid syntax 2 8
show('match x:\n case _.y: pass')       # expect: invalid syntax 2 8
show('match x:\n case {"a": _, **b}: pass')  # expect: fine
show('match x:\n case C(_, y=_): pass')  # expect: fine
show('def f() -> : pass')               # expect: expected ':' 1 9
show('def f() -> ,int: pass')           # expect: expected ':' 1 9
show('x = y if z else ')                # expect: invalid syntax 1 17
show('x = y if z else :')               # expect: invalid syntax 1 17
show('x = y if z')                      # expect: expected 'else' after 'if' expression 1 5
show('def f(*args: *b = 1): pass')      # expect: invalid syntax 1 17
show('def f(*args = 1): pass')
# expect: var-positional argument cannot have default value 1 13
