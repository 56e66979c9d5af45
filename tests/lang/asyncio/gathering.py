"""asyncio.gather: results in order, exceptions, cancelling; asyncio.shield."""
import asyncio

async def work(name, turns):
    try:
        for turn in range(turns):
            await asyncio.sleep(0)
            print(name, turn)
        return name
    except asyncio.CancelledError as e:
        print(name, 'is cancelled', e.args)
        raise

async def fail(turns):
    for turn in range(turns):
        await asyncio.sleep(0)
    raise ValueError(turns)

async def main():
    print(await asyncio.gather(work('a', 3), work('b', 1), work('c', 2)))
    print(await asyncio.gather(), await asyncio.gather(*[same := asyncio.sleep(0, 7), same]))
    other = asyncio.create_task(work('other', 3))
    try:
        await asyncio.gather(other, fail(2))
    except ValueError as e:
        print('failed', e, other.done())
    print(await other)
    print(await asyncio.gather(fail(1), work('d', 1), fail(3), return_exceptions=True))
    both = asyncio.gather(work('e', 9), work('f', 9))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print(both, both.cancel('enough'))
    try:
        await both
    except asyncio.CancelledError as e:
        print('cancelled', e.args)

async def shielding():
    inner = asyncio.create_task(work('inner', 3))
    async def outer():
        await asyncio.shield(inner)
    task = asyncio.create_task(outer())
    await asyncio.sleep(0)
    task.cancel()
    print(await asyncio.gather(task, return_exceptions=True), inner.done())
    print(await inner, await asyncio.shield(inner))

asyncio.run(main())
# expect: a 0
# expect: b 0
# expect: c 0
# expect: a 1
# expect: c 1
# expect: a 2
# expect: ['a', 'b', 'c']
# expect: [] [7, 7]
# expect: other 0
# expect: other 1
# expect: other 2
# expect: failed 2 True
# expect: other
# expect: d 0
# expect: [ValueError(1), 'd', ValueError(3)]
# expect: e 0
# expect: f 0
# expect: <_GatheringFuture pending> True
# expect: e is cancelled ('enough',)
# expect: f is cancelled ('enough',)
# expect: cancelled ('enough',)
asyncio.run(shielding())
# expect: inner 0
# expect: inner 1
# expect: inner 2
# expect: [CancelledError('')] True
# expect: inner inner
