"""asyncio: failures, limits and cancelled tasks leave no cycles for the collector."""
import asyncio
import gc

async def boom():
    raise ValueError('boom')

async def forever():
    await asyncio.get_running_loop().create_future()

async def failing():
    try:
        await asyncio.create_task(boom())
    except ValueError as e:
        print(repr(e))

async def gathered():
    print(await asyncio.gather(boom(), boom(), return_exceptions=True))

async def late():
    try:
        await asyncio.wait_for(forever(), 0.001)
    except TimeoutError as e:
        print(repr(e))

async def cancelled():
    task = asyncio.create_task(forever())
    await asyncio.sleep(0)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError as e:
        print(repr(e))

for main in failing, gathered, late, cancelled:
    asyncio.run(main())
    # expect: ValueError('boom')
    # expect: [ValueError('boom'), ValueError('boom')]
    # expect: TimeoutError()
    # expect: CancelledError()
gc.disable()
for main in failing, gathered, late, cancelled:
    gc.collect()
    loop = asyncio.new_event_loop()
    loop.run_until_complete(main())
    print(gc.collect())
    loop.close()
# expect: ValueError('boom')
# expect: 0
# expect: [ValueError('boom'), ValueError('boom')]
# expect: 0
# expect: TimeoutError()
# expect: 0
# expect: CancelledError()
# expect: 0
