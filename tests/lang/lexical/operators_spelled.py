"""Tokens that touch: longest match wins, blanks do not matter."""
a, b = 7, 2
print(a//b, a**b, a<<b, a>>b, a!=b, a<=b, a>=b, -a//b, a%-b)
# expect: 3 49 28 1 True False True -4 -1
print(a if a>b else b, not a==b, a<b<9, 1<2>1)  # expect: 7 True False True
a+=1; a-=2; a*=3; a//=2; a**=2; a%=50; a<<=2; a>>=1; a|=1; a&=0xff; a^=3
print(a)                                # expect: 60
print(- - -1, ~-1, not not 1, +-+1)     # expect: -1 0 True -1
print(2**-1, -2**2, (-2)**2, 2**3**2)   # expect: 0.5 -4 4 512
print(1 if 0 else 2 if 0 else 3)        # expect: 3
print((lambda: (yield))().__class__.__name__)  # expect: generator
print([*range(3)], {**{'a': 1}}, *[1, 2], sep=',')  # expect: [0, 1, 2],{'a': 1},1,2
x = y = z = []
print(x is y is z)                      # expect: True
print((y := 5) + y)                     # expect: 10
print(1,)                               # expect: 1
print((1,), (), [], {}, {1}, [[]])      # expect: (1,) () [] {} {1} [[]]
print(...)                              # expect: Ellipsis
x: int = 3
print(x, __annotations__)               # expect: 3 {'x': <class 'int'>}
