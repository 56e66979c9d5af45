"""asyncio: what is said of exceptions that nobody catches, and of tasks that are lost."""
import asyncio
import gc

async def boom():
    raise ValueError('boom')

async def wait_for(future):
    await future

async def main():
    loop = asyncio.get_running_loop()
    asyncio.create_task(boom())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    gc.collect()
    loop.create_future().set_exception(KeyError(1))
    loop.call_soon(lambda: 1 / 0)
    await asyncio.sleep(0)
    loop.set_exception_handler(lambda loop, context: print(sorted(context), context['exception']))
    loop.call_soon(lambda: 1 / 0)
    loop.create_future().set_exception(OSError('mine'))
    await asyncio.sleep(0)
    loop.set_exception_handler(None)
    boom()

async def leave_behind():
    async def late():
        try:
            await asyncio.sleep(60)
        finally:
            raise OSError('at the end')
    asyncio.create_task(late())
    await asyncio.sleep(0)

asyncio.run(main())
asyncio.run(leave_behind())
loop = asyncio.new_event_loop()
task = loop.create_task(wait_for(loop.create_future()))
loop.run_until_complete(asyncio.sleep(0))
del task
gc.collect()
loop.close()
# expect: ['exception', 'future', 'message'] mine
# expect: ['exception', 'handle', 'message'] division by zero
# expect stderr: Task exception was never retrieved
# expect stderr: future: <Task finished name='Task-2' coro=<boom() done, defined at
# expect stderr: ValueError: boom
# expect stderr: Future exception was never retrieved
# expect stderr: KeyError: 1
# expect stderr: Exception in callback main.<locals>.<lambda>() at
# expect stderr: handle: <Handle main.<locals>.<lambda>() at
# expect stderr: ZeroDivisionError: division by zero
# expect stderr: nobody_catches.py:25: RuntimeWarning: coroutine 'boom' was never awaited
# expect stderr: unhandled exception during asyncio.run() shutdown
# expect stderr: OSError: at the end
# expect stderr: Task was destroyed but it is pending!
