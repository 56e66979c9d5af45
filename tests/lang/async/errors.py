"""What async with and async for refuse; closing and throwing."""
def run(c):
    try: c.send(None)
    except StopIteration as e: return e.value
    except Exception as e: return repr(e)
async def numbers(n):
    for i in range(n): yield i
async def bad_with():
    async with 5: pass
async def bad_for():
    async for x in [1]: pass
async def sync_manager():
    class S:
        def __enter__(self): pass
        def __exit__(self, *a): pass
    async with S(): pass
for f in (bad_with, bad_for, sync_manager): print(run(f()))
# expect: TypeError("'int' object does not support the asynchronous context manager protocol")
# expect: TypeError("'async for' requires an object with __aiter__ method, got list")
# expect: TypeError("'S' object does not support the asynchronous context manager protocol")
async def closes():
    g = numbers(3)
    await g.__anext__()
    await g.aclose()
    try: await g.asend(None)
    except StopAsyncIteration: print('closed')
    h = numbers(3); await h.__anext__()
    try: await h.athrow(KeyError('k'))
    except KeyError as e: print('thrown', e)
print(run(closes()))
# expect: closed
# expect: thrown 'k'
# expect: None
