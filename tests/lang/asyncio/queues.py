"""asyncio: Queue, PriorityQueue, LifoQueue: producers wait for room, consumers for items."""
import asyncio

async def produce(queue, name):
    for number in range(3):
        await queue.put((name, number))
        print('put', name, number)

async def consume(queue, name):
    while True:
        item = await queue.get()
        print(name, 'got', item)
        await asyncio.sleep(0)
        queue.task_done()

async def main():
    queue = asyncio.Queue(2)
    print(queue, queue.empty(), queue.maxsize)
    consumers = [asyncio.create_task(consume(queue, name)) for name in ('one', 'two')]
    await asyncio.gather(produce(queue, 'x'), produce(queue, 'y'))
    await queue.join()
    print(queue)
    for consumer in consumers:
        consumer.cancel()
    print(await asyncio.gather(*consumers, return_exceptions=True))
    for wrong in queue.get_nowait, queue.task_done:
        try:
            wrong()
        except (asyncio.QueueEmpty, ValueError) as e:
            print(repr(e))
    queue.put_nowait(1)
    queue.put_nowait(2)
    try:
        queue.put_nowait(3)
    except asyncio.QueueFull as e:
        print(repr(e), queue.full(), queue)
    putter = asyncio.create_task(queue.put(3))
    await asyncio.sleep(0)
    print(queue, queue.get_nowait())
    putter.cancel()
    print(await asyncio.gather(putter, return_exceptions=True), queue.qsize())

async def orders():
    heap, stack = asyncio.PriorityQueue(), asyncio.LifoQueue()
    for number in 3, 1, 2:
        await heap.put((number, 'item'))
        await stack.put(number)
    print([heap.get_nowait()[0] for _ in range(3)], [await stack.get() for _ in range(3)])
    try:
        await asyncio.wait_for(stack.get(), 0.01)
    except TimeoutError:
        print(stack)

asyncio.run(main())
# expect: <Queue maxsize=2> True 2
# expect: put x 0
# expect: put x 1
# expect: one got ('x', 0)
# expect: two got ('x', 1)
# expect: put x 2
# expect: one got ('x', 2)
# expect: put y 0
# expect: put y 1
# expect: two got ('y', 0)
# expect: one got ('y', 1)
# expect: put y 2
# expect: two got ('y', 2)
# expect: <Queue maxsize=2 _getters[2]>
# expect: [CancelledError(''), CancelledError('')]
# expect: QueueEmpty()
# expect: ValueError('task_done() called too many times')
# expect: QueueFull() True <Queue maxsize=2 _queue=[1, 2] tasks=2>
# expect: <Queue maxsize=2 _queue=[2] tasks=2> 1
# expect: [CancelledError('')] 1
asyncio.run(orders())
# expect: [1, 2, 3] [2, 1, 3]
# expect: <LifoQueue maxsize=0 tasks=3>
