"""asyncio: Lock, Semaphore, Condition as a lock: who has it, who waits, who is cancelled."""
import asyncio

def shown(thing):
    return repr(thing).partition('[')[2][:-2]

async def hold(lock, name):
    async with lock:
        print(name, 'has it:', shown(lock))
        await asyncio.sleep(0)

async def locks():
    for lock in asyncio.Lock(), asyncio.Semaphore(2), asyncio.Condition():
        print(type(lock).__name__, shown(lock), lock.locked())
        tasks = [asyncio.create_task(hold(lock, name)) for name in 'abcd']
        await asyncio.sleep(0)
        tasks[2].cancel()
        print(await asyncio.gather(*tasks, return_exceptions=True), shown(lock))
    bounded = asyncio.BoundedSemaphore()
    for wrong in asyncio.Lock().release, bounded.release, asyncio.Condition().notify, \
            lambda: asyncio.Semaphore(-1), lambda: asyncio.Barrier(0):
        try:
            wrong()
        except (RuntimeError, ValueError) as e:
            print(e)

asyncio.run(locks())
# expect: Lock unlocked False
# expect: a has it: locked
# expect: b has it: locked, waiters:1
# expect: d has it: locked
# expect: [None, None, CancelledError(''), None] unlocked
# expect: Semaphore unlocked, value:2 False
# expect: a has it: unlocked, value:1
# expect: b has it: locked
# expect: d has it: unlocked, value:1
# expect: [None, None, CancelledError(''), None] unlocked, value:2
# expect: Condition unlocked False
# expect: a has it: locked
# expect: b has it: locked
# expect: d has it: locked
# expect: [None, None, CancelledError(''), None] unlocked
# expect: Lock is not acquired.
# expect: BoundedSemaphore released too many times
# expect: cannot notify on un-acquired lock
# expect: Semaphore initial value must be >= 0
# expect: parties must be > 0
