"""Strings in for, reversed, sorted, max and comparison."""
print([c for c in 'añ'], list(reversed('abc')))  # expect: ['a', 'ñ'] ['c', 'b', 'a']
print(sorted('hello'), max('hello'), min('hello'))  # expect: ['e', 'h', 'l', 'l', 'o'] o e
print('abc' < 'abd', 'Z' < 'a', 'a' < 'é')  # expect: True True True
print(hash('a') == hash('a'), hash('') == 0)  # expect: True True
print('ab' 'c' == 'abc', ''.join(list('xyz')))  # expect: True xyz
print('a' in 'abc', 'abc'.__contains__('bc'))  # expect: True True
