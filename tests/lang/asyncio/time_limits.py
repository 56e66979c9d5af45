"""asyncio.wait_for, timeout: what is done in time, and what is not."""
import asyncio

async def work(name, delay):
    try:
        await asyncio.sleep(delay)
        return name
    except asyncio.CancelledError:
        print(name, 'is cancelled')
        raise

async def limits():
    print(await asyncio.wait_for(work('in time', 0), 60),
          await asyncio.wait_for(work('x', 0), None))
    for limit in 0.01, 0, -1:
        try:
            await asyncio.wait_for(work('late', 60), limit)
        except asyncio.TimeoutError as e:
            print('too late', repr(e), repr(e.__cause__))
    try:
        async with asyncio.timeout(0.01) as limit:
            print(limit.expired(), repr(limit)[:22])
            await work('later', 60)
    except TimeoutError as e:
        print(limit, limit.expired(), repr(e.__cause__))
    async with asyncio.timeout(0) as limit:
        limit.reschedule(None)
        await asyncio.sleep(0.01)
    print(limit, limit.when())

asyncio.run(limits())
# expect: in time x
# expect: late is cancelled
# expect: too late TimeoutError() CancelledError()
# expect: too late TimeoutError() CancelledError()
# expect: too late TimeoutError() CancelledError()
# expect: False <Timeout [active] when
# expect: later is cancelled
# expect: <Timeout [expired]> True CancelledError()
# expect: <Timeout [finished]> None
