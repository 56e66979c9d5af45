"""re: matching, groups, substitution, flags, errors."""
import re
m = re.match(r'(?P<a>\w+)-(\d+)(x)?', 'abc-123!')
print(m, m.group(), m.group(1, 2), m['a'])
# expect: <re.Match object; span=(0, 7), match='abc-123'> abc-123 ('abc', '123') abc
print(m.groups(), m.groups('?'), m.groupdict())
# expect: ('abc', '123', None) ('abc', '123', '?') {'a': 'abc'}
print(m.span(2), m.start('a'), m.end())  # expect: (4, 7) 0 7
print(m.lastindex, m.lastgroup)         # expect: 2 None
print(m.expand(r'\2-\g<a>'), m.re.pattern)  # expect: 123-abc (?P<a>\w+)-(\d+)(x)?
print(m.string, m.pos, m.endpos)        # expect: abc-123! 0 8
print(re.findall(r'\d+', 'a1b22'))      # expect: ['1', '22']
print(re.findall(r'(\w)(\d)', 'a1 b2'))  # expect: [('a', '1'), ('b', '2')]
print(re.split(r'[,;]\s*', 'a, b;c'))   # expect: ['a', 'b', 'c']
print(re.split(r'(-)', 'a-b-c', 1))     # expect: ['a', '-', 'b-c']
print(re.sub(r'\d', lambda m: str(int(m[0]) + 1), 'a1b2'))  # expect: a2b3
print(re.subn('a', 'b', 'aaa', 2))      # expect: ('bba', 2)
print(re.sub(r'(\w)\s(\w)', r'\2 \1', 'a b'))  # expect: b a
print([m.span() for m in re.finditer('a*', 'baac')])  # expect: [(0, 0), (1, 3), (3, 3), (4, 4)]
print(re.search('b+', 'abbb').group(), re.fullmatch('a.c', 'abc') is not None,
      re.match('b', 'ab'), re.search('^b', 'a\nb', re.M) is not None,
      re.search('a.b', 'a\nb', re.S) is not None, re.findall('A', 'aA', re.I),
      re.findall(r'''a  # comment
  b''', 'ab', re.X), re.escape('a.b*c'), re.sub('', '-', 'ab'), re.split('', 'ab'))
# expect: bbb True None True True ['a', 'A'] ['ab'] a\.b\*c -a-b- ['', 'a', 'b', '']
print(re.findall(r'(?<=a)b|(?<!x)c', 'ab xc c'))  # expect: ['b', 'c']
print(re.findall(r'a(?=b)', 'ab ac'))   # expect: ['a']
print(re.findall(r'a(?!b)', 'ab ac'))   # expect: ['a']
print(re.match(r'(a)|b', 'b').groups())  # expect: (None,)
print(re.findall(r'(a+?)(b*)', 'aabb'))  # expect: [('a', ''), ('a', 'bb')]
print(re.match(r'(?:ab)+', 'ababa').group())  # expect: abab
print(re.findall(r'\bw\w*', 'we are who'))  # expect: ['we', 'who']
print(re.match(r'(.)(.)\2\1', 'abba') is not None)  # expect: True
print(re.findall('[^a-c]', 'abcde'))    # expect: ['d', 'e']
print(re.findall(r'[\w.]+@\w+', 'x.y@z q'))  # expect: ['x.y@z']
print(re.match('(?i:A)b', 'ab') is not None)  # expect: True
print(re.findall('(?s).', '\n'))        # expect: ['\n']
print(re.match('a{2,3}', 'aaaa').group())  # expect: aaa
print(re.match('a{,2}?b', 'aab').group())  # expect: aab
p = re.compile(r'é+', re.I)
print(p.search('xÉé').group(), p, p.flags)  # expect: Éé re.compile('é+', re.IGNORECASE) 34
print(p.groups, re.compile(b'a').findall(b'aa'))  # expect: 0 [b'a', b'a']
print(re.match(r'\w+', 'ünï').group())  # expect: ünï
print(re.match(r'(?a)\w+', 'aü').group())  # expect: a
print(p.pattern, re.compile(p) is p)    # expect: é+ True
print(re.compile('a') == re.compile('a'))  # expect: True
print(p.match('é', 1))                  # expect: None
print(re.match('(?P<x>a)(?P=x)', 'aa').group('x'))  # expect: a
print(re.match(r'(a)?(?(1)b|c)', 'c').group())  # expect: c
print(re.match('a++b|ab', 'ab') is not None)  # expect: True
print(re.match('(?>a*)b', 'aab').group())  # expect: aab
