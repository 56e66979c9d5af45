a: b: c
1 = x
None = 1
f(a=1, 2)
f(**a, *b)
f(x for x in y, 1)
