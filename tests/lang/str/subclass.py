"""Subclasses of str."""
class Name(str):
    def __new__(cls, text, tag=None):
        self = super().__new__(cls, text)
        self.tag = tag
        return self
    def __str__(self): return 'str of ' + self[:]
    def __repr__(self): return f'Name({str.__repr__(self)})'
n = Name('ann', 1)
print(n, [n], n.tag, n == 'ann')        # expect: str of ann [Name('ann')] 1 True
print(hash(n) == hash('ann'), {'ann': 1}[n])  # expect: True 1
print({n: 2}['ann'], n + 'a')           # expect: 2 anna
print(type(n + 'a').__name__, n.upper(), len(n))  # expect: str ANN 3
print(str(n), type(str(n)).__name__, n[:])  # expect: str of ann str ann
print(type(n[:]).__name__, '%s|%r' % (n, n))  # expect: str str of ann|Name('ann')
print(f'{n}|{n!r}|{n:>8}', n.join(['x', 'y']))  # expect: str of ann|Name('ann')|     ann xanny
print('a'.join([n, n]))                 # expect: annaann
print(isinstance(n, str), n in ['ann'], 'nn' in n)  # expect: True True True
print(n.replace('x', 'y').__class__.__name__)  # expect: str
print(sorted([n, 'abc', Name('b')]), n * 2)  # expect: ['abc', Name('ann'), Name('b')] annann
print(n.strip().__class__.__name__)     # expect: str
class Eq(str):
    def __eq__(self, other): return True
    def __hash__(self): return 0
print(Eq('a') == 'b', 'b' == Eq('a'), 'b' in [Eq('a')])  # expect: True True True
class NoStr:
    def __str__(self): return 5
try:
    str(NoStr())
except TypeError as error:
    print(error)                        # expect: __str__ returned non-string (type int)
class Sub(str): pass
class GivesSub:
    def __str__(self): return Sub('sub')
print(type(str(GivesSub())).__name__)   # expect: Sub
print(type(str(Sub('x'))).__name__)     # expect: str
print(getattr(n, Sub('tag')))           # expect: 1
