"""asyncio: Event, Condition, Barrier: waiting for others."""
import asyncio

def shown(thing):
    return repr(thing).partition('[')[2][:-2]

async def events():
    event, items, condition = asyncio.Event(), [], asyncio.Condition()
    async def waiter(name):
        print(name, await event.wait())
    async def eater(name):
        async with condition:
            await condition.wait_for(lambda: items)
            print(name, 'eats', items.pop())
    tasks = [asyncio.create_task(waiter(name)) for name in 'ab']
    await asyncio.sleep(0)
    print(shown(event), event.is_set())
    event.set()
    print(shown(event), await asyncio.gather(*tasks))
    tasks = [asyncio.create_task(eater(name)) for name in 'abc']
    await asyncio.sleep(0)
    for food in range(3):
        async with condition:
            items.append(food)
            condition.notify()
    await asyncio.gather(*tasks)

async def barriers():
    barrier = asyncio.Barrier(3)
    async def arrive(name):
        try:
            print(name, 'is', await barrier.wait())
        except asyncio.BrokenBarrierError as e:
            print(name, e)
    await asyncio.gather(*[arrive(name) for name in 'abcdef'])
    for end in barrier.reset, barrier.abort:
        tasks = [asyncio.create_task(arrive(name)) for name in 'gh']
        await asyncio.sleep(0)
        print(barrier.n_waiting, barrier.parties, shown(barrier))
        await end()
        await asyncio.gather(*tasks)
    await arrive('i')

for part in events, barriers:
    asyncio.run(part())
    # expect: unset, waiters:2 False
    # expect: a True
    # expect: b True
    # expect: set, waiters:2 [None, None]
    # expect: a eats 2
    # expect: b eats 1
    # expect: c eats 0
    # expect: c is 2
    # expect: a is 0
    # expect: b is 1
    # expect: f is 2
    # expect: d is 0
    # expect: e is 1
    # expect: 2 3 filling, waiters:2/3
    # expect: g Abort or reset of barrier
    # expect: h Abort or reset of barrier
    # expect: 2 3 filling, waiters:2/3
    # expect: g Abort or reset of barrier
    # expect: h Abort or reset of barrier
    # expect: i Barrier aborted
