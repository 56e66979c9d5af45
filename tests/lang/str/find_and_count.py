"""find, index, rfind, count, startswith, in: windows and empty needles."""
s = 'hello world hello'
print(s.find('hello'), s.rfind('hello'))  # expect: 0 12
print(s.find('x'), s.find('o', 5))      # expect: -1 7
print(s.find('o', 5, 7), s.find('', 3))  # expect: -1 3
print(s.rfind('', 0, 4))                # expect: 4
print(s.index('w'), s.rindex('l'), s.count('l'))  # expect: 6 15 5
print(s.count('ll'), s.count(''))       # expect: 2 18
print(s.count('', 3, 5), 'aaaa'.count('aa'))  # expect: 3 2
print('a' in s, 'lo w' in s, '' in s, '' in '')  # expect: False True True True
print('x' not in s, 'é' in 'café')      # expect: True True
print('\U0001F600' in 'a\U0001F600b')   # expect: True
print(s.startswith('hell'))             # expect: True
print(s.startswith('world', 6))         # expect: True
print(s.endswith('hello'))              # expect: True
print(s.endswith('wor', 0, 9), s.startswith(''))  # expect: True True
print(s.startswith(('x', 'h')), s.endswith(()))  # expect: True False
print(''.startswith(''), 'abc'.startswith('', 4))  # expect: True False
print('abc'.startswith('', 3))          # expect: True
print('abc'.find('c', -1), 'abc'.find('a', -100))  # expect: 2 0
print('abc'.find('', 3), 'abc'.find('', 4))  # expect: 3 -1
print('abc'.rfind('', 4), ''.find(''))  # expect: -1 0
print('aXbX'.replace('X', '-'))         # expect: a-b-
print('aaa'.replace('a', 'b', 2))       # expect: bba
print('abc'.replace('', '-'))           # expect: -a-b-c-
print('abc'.replace('', '-', 2))        # expect: -a-bc
print(''.replace('', 'x'))              # expect: x
print('aaa'.replace('aa', 'b'))         # expect: ba
print('abc'.replace('b', ''))           # expect: ac
print('é€'.replace('€', 'e'))           # expect: ée
print('x'.replace('x', '\U0001F600') == '\U0001F600')  # expect: True
for call in (lambda: s.index('zz'), lambda: s.rindex('zz'), lambda: s.find(1), lambda: 1 in s,
             lambda: s.startswith(1),
             lambda: s.startswith(['h']), lambda: s.find('a', 'b'), lambda: s.endswith((1,))):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
        # expect: ValueError substring not found
        # expect: ValueError substring not found
        # expect: TypeError must be str, not int
        # expect: TypeError 'in <string>' requires string as left operand, not int
        # expect: TypeError startswith first arg must be str or a tuple of str, not int
        # expect: TypeError startswith first arg must be str or a tuple of str, not list
        # expect: TypeError slice indices must be integers or None or have an __index__ method
        # expect: TypeError tuple for endswith must only contain str, not int
