with a as b, c as (d, e): pass
with (a as b, c,): pass
with (yield_): pass
async def f():
    async with a as b, c: await d
    async for x in y: yield x
    else: z
    return
