a if b else c or d and not e
a < b <= c != d is not e not in f in g is h
-a ** -b ** c // d % e @ f << g >> h & i | j ^ ~k
a[1:2, ::3, ...], a[b:=1], a[*b], a[:], a[()]
(a, b), c, = d = e, *f = g
a += 1; b @= 2; c.d //= 3; e[f] >>= 4
x: int; y: 'z' = 1; (a): b = c; d.e: f
assert a, b
