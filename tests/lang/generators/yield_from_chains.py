"""Generators that pass on what others yield."""
def chain(*its):
    for it in its: yield from it
print(list(chain('ab', (1, 2), {3: 4}, (x for x in [5]))))  # expect: ['a', 'b', 1, 2, 3, 5]
def deep(n):
    if n == 0: yield 'bottom'
    else: yield from deep(n - 1)
print(list(deep(200)))                  # expect: ['bottom']
def result():
    return (yield from sub()) + 1
def sub():
    yield 0
    return 41
r = result(); next(r)
try: next(r)
except StopIteration as e: print(e.value)  # expect: 42
