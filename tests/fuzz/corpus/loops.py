while a:
    for i, *j in b:
        if c: break
        elif d: continue
        else: pass
    else: e
else:
    f
for x in 1, 2: del x[0], x.y, (z, [w])
