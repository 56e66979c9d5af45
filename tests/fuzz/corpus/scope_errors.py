def f(a, a): nonlocal b; global a
return
yield x
break
*a
del f()
[x := 1 for x in y]
class C: [x := 1 for y in z]
