"""asyncio: asynchronous generators that are left, comprehensions, with; context variables."""
import asyncio
import contextlib
import contextvars

name = contextvars.ContextVar('name', default='nobody')

async def count(to):
    try:
        for number in range(to):
            yield number
            await asyncio.sleep(0)
    finally:
        await asyncio.sleep(0)
        print('count is closed')

@contextlib.asynccontextmanager
async def door(room):
    print('enter', room)
    await asyncio.sleep(0)
    try:
        yield room.upper()
    finally:
        print('leave', room)

async def generators():
    print([n async for n in count(4)],
          {n: await asyncio.sleep(0, -n) async for n in count(4) if n % 2})
    async for number in count(9):
        if number == 2:
            break
    print('broken off')
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    async with door('hall') as hall, door('room'):
        print('in', hall)
    global kept
    kept = count(9)
    print(await anext(kept), 'is left for the end')

async def child(own):
    before = name.get()
    name.set(own)
    await asyncio.sleep(0)
    print(before, name.get())

async def contexts():
    name.set('main')
    await asyncio.gather(child('a'), child('b'))
    await child('c')
    print(name.get(), await asyncio.to_thread(name.get))
    other = contextvars.copy_context()
    await asyncio.create_task(child('d'), context=other)
    print(name.get(), other[name])
    asyncio.get_running_loop().call_soon(lambda: print('called by', name.get()), context=other)

asyncio.run(generators())
# expect: count is closed
# expect: count is closed
# expect: [0, 1, 2, 3] {1: -1, 3: -3}
# expect: broken off
# expect: enter hall
# expect: count is closed
# expect: enter room
# expect: in HALL
# expect: leave room
# expect: leave hall
# expect: 0 is left for the end
# expect: count is closed
asyncio.run(contexts())
# expect: main a
# expect: main b
# expect: main c
# expect: c c
# expect: c d
# expect: c d
# expect: called by d
print(name.get())                       # expect: nobody
