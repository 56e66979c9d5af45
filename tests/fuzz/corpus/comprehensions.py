[x for x in y if x if z for w in x]
{x: y for x, y in z}
{*a, *b}
{**a, 'b': c, **d}
(i for i in (yield_))
async def f(): return [await x async for x in y], {a async for b in c}, (d for e in await f)
[[[x for x in y] for y in z] for z in w]
[a := 1, b := a]
