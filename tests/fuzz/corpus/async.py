async def f():
    await a; x = await b + await c
    return [await d for e in f]
@g
async def h(): yield 1; await i
async lambda: 1
await x
