"""A coroutine that nobody awaits is told of."""
# record: stderr
async def f(): pass
f()
g = f()
del g
import warnings
warnings.simplefilter('ignore')
f()
h = f()
h.close()
print('end')                            # expect: end
# expect stderr: tests/lang/async/not_awaited.py:4: RuntimeWarning: coroutine 'f' was never awaited
# expect stderr:   f()
# expect stderr: tests/lang/async/not_awaited.py:6: RuntimeWarning: coroutine 'f' was never awaited
# expect stderr:   del g
