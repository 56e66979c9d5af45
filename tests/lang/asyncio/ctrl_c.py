"""asyncio.run: Ctrl-C cancels the main task, and then is KeyboardInterrupt; other signals."""
import asyncio
import os
import signal

def interrupt():
    os.kill(os.getpid(), signal.SIGINT)

async def cleans_up():
    asyncio.get_running_loop().call_soon(interrupt)
    try:
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        print('cancelled')
        await asyncio.sleep(0)
        raise
    finally:
        print('clean')

async def goes_on():
    asyncio.get_running_loop().call_soon(interrupt)
    try:
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        return 'went on'

async def is_busy():
    interrupt()
    print('not yet')
    await asyncio.sleep(0)
    print('never')

async def twice():
    try:
        await is_busy()
    finally:
        interrupt()

async def own_handler():
    loop, came = asyncio.get_running_loop(), asyncio.Event()
    loop.add_signal_handler(signal.SIGUSR1, came.set)
    os.kill(os.getpid(), signal.SIGUSR1)
    print(await came.wait(), loop.remove_signal_handler(signal.SIGUSR1),
          loop.remove_signal_handler(signal.SIGUSR1))
    for wrong in 0, signal.SIGKILL:
        try:
            loop.add_signal_handler(wrong, print)
        except (ValueError, RuntimeError) as e:
            print(type(e).__name__, e)

for main in cleans_up, goes_on, is_busy, twice, own_handler:
    try:
        print(asyncio.run(main()))
    except KeyboardInterrupt as e:
        print('KeyboardInterrupt', repr(e.__context__))
# expect: cancelled
# expect: clean
# expect: KeyboardInterrupt CancelledError()
# expect: went on
# expect: not yet
# expect: KeyboardInterrupt CancelledError()
# expect: not yet
# expect: KeyboardInterrupt CancelledError()
# expect: True True False
# expect: ValueError invalid signal number 0
# expect: RuntimeError sig 9 cannot be caught
# expect: None
print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)  # expect: True
