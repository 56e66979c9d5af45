"""asyncio.TaskGroup: all tasks end with the group; the first failure cancels the others."""
import asyncio

async def work(name, turns):
    try:
        for turn in range(turns):
            await asyncio.sleep(0)
        print(name, 'ends')
        return name
    except asyncio.CancelledError:
        print(name, 'is cancelled')
        raise

async def fail(error):
    await asyncio.sleep(0)
    raise error

async def main():
    async with asyncio.TaskGroup() as group:
        a = group.create_task(work('a', 2))
        b = group.create_task(work('b', 1), name='bee')
        print(group, b.get_name())
    print(group, a.result(), b.result())
    try:
        async with asyncio.TaskGroup() as group:
            for error in ValueError('one'), KeyError('two'):
                group.create_task(fail(error))
            group.create_task(work('c', 99))
            await work('the block', 99)
    except* ValueError as e:
        print('values', e.exceptions)
    except* KeyError as e:
        print('keys', e.exceptions, e.message)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(work('d', 99))
            await asyncio.sleep(0)
            1 / 0
    except BaseExceptionGroup as e:
        print(repr(e))
    for wrong in group, asyncio.TaskGroup():
        try:
            wrong.create_task(coro := work('e', 1))
        except RuntimeError as e:
            print(e)
        coro.close()

async def from_outside():
    async def block():
        async with asyncio.TaskGroup() as group:
            group.create_task(work('f', 99))
    task = asyncio.create_task(block())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    print(await asyncio.gather(task, return_exceptions=True))

asyncio.run(main())
# expect: <TaskGroup tasks=2 entered> bee
# expect: b ends
# expect: a ends
# expect: <TaskGroup entered> a b
# expect: c is cancelled
# expect: the block is cancelled
# expect: values (ValueError('one'),)
# expect: keys (KeyError('two'),) unhandled errors in a TaskGroup
# expect: d is cancelled
# expect: ExceptionGroup('unhandled errors in a TaskGroup', [ZeroDivisionError('division by zero')])
# expect: TaskGroup <TaskGroup cancelling> is finished
# expect: TaskGroup <TaskGroup> has not been entered
asyncio.run(from_outside())
# expect: f is cancelled
# expect: [CancelledError('')]
