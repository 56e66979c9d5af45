"""asyncio: the order of the loop's calls; other threads; a loop of one's own."""
import asyncio
import threading
import time

async def order():
    loop = asyncio.get_running_loop()
    loop.call_later(0, print, 'at once')
    for name in 'one', 'two':
        loop.call_soon(print, name)
    loop.call_soon(print, 'never').cancel()
    print('before')
    await asyncio.sleep(0)
    print('after')
    now = loop.time()
    for name, delay in ('C', 0.03), ('A', 0.01), ('B', 0.02):
        loop.call_at(now + delay, print, name)
    timer = loop.call_at(now + 60, print, 'never')
    timer.cancel()
    print(timer.cancelled(), timer.when() == now + 60)
    await asyncio.sleep(0.05)

async def threads():
    loop = asyncio.get_running_loop()
    began = time.monotonic()
    print(await asyncio.gather(*[asyncio.to_thread(time.sleep, 1) for _ in range(4)]))
    print(time.monotonic() - began < 4)
    def elsewhere(called):
        loop.call_soon_threadsafe(called.set)
        future = asyncio.run_coroutine_threadsafe(asyncio.sleep(0, 'result'), loop)
        return future.result(60), threading.current_thread().name.partition('_')[0]
    called = asyncio.Event()
    print(await loop.run_in_executor(None, elsewhere, called), await called.wait())

asyncio.run(order())
# expect: before
# expect: one
# expect: two
# expect: after
# expect: True True
# expect: at once
# expect: A
# expect: B
# expect: C
asyncio.run(threads())
# expect: [None, None, None, None]
# expect: True
# expect: ('result', 'asyncio') True
thread = threading.Thread(target=lambda: print(asyncio.run(asyncio.sleep(0, 'in a thread'))))
thread.start()
thread.join()                           # expect: in a thread
loop = asyncio.new_event_loop()
loop.call_soon(loop.stop)
loop.run_forever()
async def stop():
    loop.stop()
    await asyncio.sleep(0)
try:
    loop.run_until_complete(stop())
except RuntimeError as e:
    print(e)                            # expect: Event loop stopped before Future completed.
print(loop.run_until_complete(asyncio.sleep(0, 'again')), loop.is_running(), loop.is_closed())
# expect: again False False
loop.close()
try:
    loop.call_soon(print)
except RuntimeError as e:
    print(e)                            # expect: Event loop is closed
with asyncio.Runner() as runner:
    print(runner.run(asyncio.sleep(0, 1)), runner.run(asyncio.sleep(0, 2)))  # expect: 1 2
