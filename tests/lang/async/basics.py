"""Coroutines driven by hand: await, send, return, close."""
class Ask:
    def __init__(self, question): self.question = question
    def __await__(self):
        answer = yield self.question
        return answer
async def add():
    a = await Ask('a?')
    b = await Ask('b?')
    return a + b
c = add()
print(type(c).__name__, c.__name__, c.cr_running)  # expect: coroutine add False
print(c.cr_await, c.cr_frame is not None)  # expect: None True
print(c.send(None), c.send(1))          # expect: a? b?
try: c.send(2)
except StopIteration as e: print('returned', e.value)  # expect: returned 3
try: c.send(None)
except RuntimeError as e: print(e)      # expect: cannot reuse already awaited coroutine
def run(coroutine, *answers):
    answers = iter(answers)
    try:
        value = None
        while True:
            coroutine.send(value)
            value = next(answers)
    except StopIteration as e: return e.value
async def nested(): return await add() * await add()
print(run(nested(), 1, 2, 3, 4))        # expect: 21
async def fails():
    try: await Ask('x')
    except ValueError as e: return f'caught {e}'
    finally: print('finally')
f = fails(); f.send(None)
try: f.throw(ValueError('v'))           # expect: finally
except StopIteration as e: print(e.value)  # expect: caught v
g = fails(); g.send(None); g.close()    # expect: finally
for source in ('await 5', 'await [x for x in y]', 'await None'):
    space = {}
    exec(f'async def f():\n    y = []\n    {source}', space)
    try: run(space['f']())
    except TypeError as e: print(e)
    # expect: object int can't be used in 'await' expression
    # expect: object list can't be used in 'await' expression
    # expect: object NoneType can't be used in 'await' expression
async def lambda_inside(): return (lambda: 5)(), [await i
        for i in [Ask(1), Ask(2)]], {await Ask(3): 1}
print(run(lambda_inside(), 'p', 'q', 'r'))  # expect: (5, ['p', 'q'], {'r': 1})
d = add()
for call in (lambda: next(d), lambda: iter(d), lambda: len(d), lambda: [*d]):
    try: call()
    except TypeError as e: print(e)
    # expect: 'coroutine' object is not an iterator
    # expect: 'coroutine' object is not iterable
    # expect: object of type 'coroutine' has no len()
    # expect: Value after * must be an iterable, not coroutine
d.close()
