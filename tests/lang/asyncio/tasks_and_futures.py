"""asyncio: futures and tasks, how they look, what they refuse, how they are cancelled."""
import asyncio

async def child():
    await asyncio.sleep(0)
    return 5

async def forever():
    await asyncio.get_running_loop().create_future()

def refuses(call, *args):
    try:
        call(*args)
    except Exception as e:
        print(type(e).__name__, e)

async def main():
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(child(), name='kid')
    print(task.get_name(), task.done(), task in asyncio.all_tasks(), asyncio.isfuture(task))
    print(await task, task.done(), task.result(), task.exception(), repr(task).split()[:3])
    task = asyncio.create_task(forever())
    await asyncio.sleep(0)
    print(task.cancel('why'), task.cancelling(), task.uncancel(), task.uncancel())
    try:
        await task
    except asyncio.CancelledError as e:
        print(repr(e), task.cancelled(), task.cancel(), isinstance(e, Exception))
    future = loop.create_future()
    print(future)
    for call in future.result, future.exception, lambda: future.set_exception(StopIteration):
        refuses(call)
    future.add_done_callback(lambda f: print('done', f is future))
    future.add_done_callback(print)
    print(future.remove_done_callback(print))
    future.set_result(3)
    print(future)
    await asyncio.sleep(0)
    refuses(future.set_result, 4)
    broken = loop.create_future()
    broken.set_exception(KeyError('x'))
    try:
        await broken
    except KeyError as e:
        print(broken, repr(e))
    for wrong in 3, None, child:
        refuses(asyncio.ensure_future, wrong)
    refuses(asyncio.create_task, 3)
    refuses(task.set_result, 1)
    refuses(asyncio.run, None)
    print(asyncio.current_task().get_coro().__name__, len(asyncio.all_tasks()))
    print(loop)

asyncio.run(main())
# expect: kid False True True
# expect: 5 True 5 None ['<Task', 'finished', "name='kid'"]
# expect: True 1 0 0
# expect: CancelledError('why') True False False
# expect: <Future pending>
# expect: InvalidStateError Result is not set.
# expect: InvalidStateError Exception is not set.
# expect: TypeError StopIteration interacts badly with generators and cannot be raised into a Future
# expect: 1
# expect: <Future finished result=3>
# expect: done True
# expect: InvalidStateError invalid state
# expect: <Future finished exception=KeyError('x')> KeyError('x')
# expect: TypeError An asyncio.Future, a coroutine or an awaitable is required
# expect: TypeError An asyncio.Future, a coroutine or an awaitable is required
# expect: TypeError An asyncio.Future, a coroutine or an awaitable is required
# expect: TypeError a coroutine was expected, got 3
# expect: RuntimeError Task does not support set_result operation
# expect: RuntimeError asyncio.run() cannot be called from a running event loop
# expect: main 1
# expect: <_UnixSelectorEventLoop running=True closed=False debug=False>
refuses(asyncio.get_running_loop)       # expect: RuntimeError no running event loop
refuses(asyncio.run, 3)                 # expect: ValueError a coroutine was expected, got 3
