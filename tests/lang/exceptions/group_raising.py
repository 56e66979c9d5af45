"""Raising within except*, and where it may not stand."""
try:
    try: raise ExceptionGroup('g', [ValueError(1), KeyError(2)])
    except* ValueError: raise OSError('new')
except ExceptionGroup as e: print(e.exceptions)
# expect: (OSError('new'), ExceptionGroup('g', [KeyError(2)]))
try:
    try: raise ExceptionGroup('g', [ValueError(1)])
    except* ValueError: raise
except ExceptionGroup as e: print('again', e.exceptions)  # expect: again (ValueError(1),)
try:
    try: raise ValueError
    except* ExceptionGroup: pass
except TypeError as e: print(e)
# expect: catching ExceptionGroup with except* is not allowed. Use except instead.
for source in ('try: pass\nexcept* A: pass\nexcept B: pass', 'try: pass\nexcept*: pass',
               'for i in x:\n    try: pass\n    except* A: break',
               'def f():\n    try: pass\n    except* A: return 1'):
    try: compile(source, 'f', 'exec')
    except SyntaxError as e: print(e.msg)
    # expect: cannot have both 'except' and 'except*' on the same 'try'
    # expect: expected one or more exception types
    # expect: 'break', 'continue' and 'return' cannot appear in an except* block
    # expect: 'break', 'continue' and 'return' cannot appear in an except* block
