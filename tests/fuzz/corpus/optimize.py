#optimize
def f():
 "doc"
 assert x, y
 if __debug__: z
