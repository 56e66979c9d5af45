"""Long concatenation in loops keeps its cost low and its values right."""
s = ''
for i in range(20000):
    s += 'ab'
print(len(s), s[:4], s[-3:])            # expect: 40000 abab bab
t = s
s += 'c'
print(len(t), len(s), t == s[:-1])      # expect: 40000 40001 True
u = ''
for word in ('x', 'é', '€', '\U0001F600'):
    u += word
    u = u + word
print(ascii(u))                         # expect: 'xx\xe9\xe9\u20ac\u20ac\U0001f600\U0001f600'
d = {'k': ''}
for i in range(100):
    d['k'] += str(i)
print(len(d['k']))                      # expect: 190
class A: text = ''
for i in range(100):
    A.text += '.'
print(len(A.text))                      # expect: 100
print(len('x' * 10**6))                 # expect: 1000000
print(('ab' * 10**5).count('ba'))       # expect: 99999
print(('a' * 1000 + 'b').find('ab'))    # expect: 999
print((('a' * 500 + 'b') * 20).find('a' * 500 + 'ba' + 'a' * 499 + 'bb'))  # expect: -1
