"""asyncio with pools: work in other threads and processes, while the loop turns."""
import asyncio
import concurrent.futures
import multiprocessing
import os

def squares(count):
    return sum(n * n for n in range(count))

def where():
    return os.getpid()

def loop_in_child(pipe):
    pipe.send(asyncio.run(asyncio.sleep(0, 'a loop in the child')))

async def produce(queue):
    for number in range(5):
        await queue.put(number)
    await queue.put(None)

async def consume(queue, pool):
    results = []
    while (number := await queue.get()) is not None:
        results.append(await asyncio.get_running_loop().run_in_executor(pool, squares, number))
    return results

async def main():
    loop = asyncio.get_running_loop()
    for kind in concurrent.futures.ProcessPoolExecutor, concurrent.futures.ThreadPoolExecutor:
        with kind(2) as pool:
            print(await asyncio.gather(*[loop.run_in_executor(pool, squares, n)
                                         for n in (10, 100, 1000)]))
            queue = asyncio.Queue(1)
            print((await asyncio.gather(produce(queue), consume(queue, pool)))[1])
            print(await loop.run_in_executor(pool, where) == os.getpid())
            try:
                await loop.run_in_executor(pool, divmod, 1, 0)
            except ZeroDivisionError as e:
                print(e)

if __name__ == '__main__':
    asyncio.run(main())
    # expect: [285, 328350, 332833500]
    # expect: [0, 0, 1, 5, 14]
    # expect: False
    # expect: integer division or modulo by zero
    # expect: [285, 328350, 332833500]
    # expect: [0, 0, 1, 5, 14]
    # expect: True
    # expect: integer division or modulo by zero
    here, there = multiprocessing.Pipe()
    child = multiprocessing.Process(target=loop_in_child, args=[there])
    child.start()
    print(here.recv(), child.join(), child.exitcode)  # expect: a loop in the child None 0
