"""async with, async for, async comprehensions and generators."""
class Manager:
    def __init__(self, name): self.name = name
    async def __aenter__(self): print('enter', self.name); return self.name
    async def __aexit__(self, *args): print('exit', self.name, args[0]
            and args[0].__name__); return self.name == 'swallows'
class Count:
    def __init__(self, n): self.i, self.n = 0, n
    def __aiter__(self): return self
    async def __anext__(self):
        if self.i >= self.n: raise StopAsyncIteration
        self.i += 1
        return self.i
async def numbers(n):
    for i in range(n): yield i
    print('generator ends')
def run(c):
    try: c.send(None)
    except StopIteration as e: return e.value
    except Exception as e: return repr(e)
async def main():
    async with Manager('a') as a, Manager('b'): print(a)
    async with Manager('swallows'): raise ValueError
    async for i in Count(3):
        if i == 2: continue
        print(i)
    else: print('else')
    print([i async for i in Count(3) if i != 2])
    print({i: i * i async for i in numbers(3)})
    print({i async for i in Count(2)})
    g = numbers(5)
    print(await g.__anext__())
    print(await g.asend(None), await anext(g))
    print(await anext(g), await anext(g))
    print(await anext(g, 'default'))
    print([x for x in [await_it async for await_it in numbers(2)]])
    return 'done'
print(run(main()))
# expect: enter a
# expect: enter b
# expect: a
# expect: exit b None
# expect: exit a None
# expect: enter swallows
# expect: exit swallows ValueError
# expect: 1
# expect: 3
# expect: else
# expect: [1, 3]
# expect: generator ends
# expect: {0: 0, 1: 1, 2: 4}
# expect: {1, 2}
# expect: 0
# expect: 1 2
# expect: 3 4
# expect: generator ends
# expect: default
# expect: generator ends
# expect: [0, 1]
# expect: done
