"""Indexing and slicing: negative, out of range, steps, wide characters."""
s = 'aé€\U0001F600z'
print(len(s), ascii(s[1]), ascii(s[-2]))  # expect: 5 '\xe9' '\U0001f600'
print(ascii(s[1:4]), ascii(s[::-1]))    # expect: '\xe9\u20ac\U0001f600' 'z\U0001f600\u20ac\xe9a'
print(ascii(s[::2]), s[10:], s[-100:1], s[4:1])  # expect: 'a\u20acz'  a
print(ascii(s[3:0:-1]))                 # expect: '\U0001f600\u20ac\xe9'
print('abcdef'[1:-1], 'abcdef'[-3:])    # expect: bcde def
print('abcdef'[:-10], 'abcdef'[5:0:-2])  # expect:  fdb
print('abcdef'[slice(None, None, -1)])  # expect: fedcba
print('abc'[:2**100], 'abc'[-2**100:2])  # expect: abc ab
print('abc' * 3, 3 * 'ab', 'x' * 0, 'x' * -5)  # expect: abcabcabc ababab
print('ab' + 'cd', '' + '', ('a' * 3)[1])  # expect: abcd  a
