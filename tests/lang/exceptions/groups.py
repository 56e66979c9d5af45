"""Exception groups and except*."""
def run(*errors):
    try: raise ExceptionGroup('g', errors) if len(errors) != 1 else errors[0]
    except* ValueError as e: print('values', e.exceptions, type(e).__name__)
    except* (KeyError, IndexError) as e: print('lookups', [repr(x) for x in e.exceptions])
    else: print('else')
    finally: print('finally')
run(ValueError(1), KeyError('k'))
# expect: values (ValueError(1),) ExceptionGroup
# expect: lookups ["KeyError('k')"]
# expect: finally
run(ValueError(2))
# expect: values (ValueError(2),) ExceptionGroup
# expect: finally
run(ExceptionGroup('inner', [ValueError(3), IndexError(4)]), KeyError(5))
# expect: values (ExceptionGroup('inner', [ValueError(3)]),) ExceptionGroup
# expect: lookups ["ExceptionGroup('inner', [IndexError(4)])", 'KeyError(5)']
# expect: finally
try: run(TypeError('t'), ValueError(6))
# expect: values (ValueError(6),) ExceptionGroup
# expect: finally
except ExceptionGroup as e: print('rest', e, e.exceptions)
# expect: rest g (1 sub-exception) (TypeError('t'),)
