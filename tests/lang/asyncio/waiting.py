"""asyncio.wait, as_completed: which are done, and which comes first."""
import asyncio

async def work(name, delay):
    try:
        await asyncio.sleep(delay)
        return name
    except asyncio.CancelledError:
        print(name, 'is cancelled')
        raise

async def fail():
    raise ValueError('no')

async def wait():
    tasks = [asyncio.create_task(work('long', 60)), asyncio.create_task(work('short', 0))]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    print([t.result() for t in done], pending == {tasks[0]})
    done, pending = await asyncio.wait(tasks[:1], timeout=0.01)
    print(done, len(pending))
    tasks[1] = asyncio.create_task(fail())
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    print(repr(done.pop().exception()), len(pending), tasks[0].cancel())
    print(len((await asyncio.wait(tasks))[0]))
    for wrong in [], [coro := work('x', 1)], 3, coro:
        try:
            await asyncio.wait(wrong)
        except (TypeError, ValueError) as e:
            print(type(e).__name__, e)
    coro.close()

async def in_their_order():
    for each in asyncio.as_completed([work('slow', 0.2), work('quick', 0), work('fair', 0.1)]):
        print(await each)
    try:
        task = asyncio.create_task(work('not', 60))
        for each in asyncio.as_completed([work('ready', 0), task], timeout=0.4):
            print(await each)
    except TimeoutError:
        print('no more', task.done())

asyncio.run(wait())
# expect: ['short'] True
# expect: set() 1
# expect: ValueError('no') 1 True
# expect: long is cancelled
# expect: 2
# expect: ValueError Set of Tasks/Futures is empty.
# expect: TypeError Passing coroutines is forbidden, use tasks explicitly.
# expect: TypeError 'int' object is not iterable
# expect: TypeError expect a list of futures, not coroutine
asyncio.run(in_their_order())
# expect: quick
# expect: fair
# expect: slow
# expect: ready
# expect: no more False
# expect: not is cancelled
