"""The attributes and the text of the builtin exceptions."""
e = OSError(2, 'No such file', 'name', None, 'name2')
print(e, e.errno, e.strerror, e.filename)
# expect: [Errno 2] No such file: 'name' -> 'name2' 2 No such file name
print(e.filename2, type(e).__name__, e.args)  # expect: name2 FileNotFoundError (2, 'No such file')
print(OSError('x').errno, OSError(13, 'p'))  # expect: None [Errno 13] p
print(type(OSError(17, 'x')).__name__)  # expect: FileExistsError
k = KeyError('key'); n = NameError('m', name='n'); a = AttributeError('m', name='n',
        obj=5); i = ImportError('m', name='mod', path='p'); s = StopIteration(1,
                2); x = SystemExit(4)
print(k, n.name, a.name, a.obj, i.name, i.path)  # expect: 'key' n n 5 mod p
print(i.msg, s.value, x.code, SystemExit().code)  # expect: m 1 4 None
print(SystemExit(1, 2).code)            # expect: (1, 2)
print(StopIteration().value)            # expect: None
u = UnicodeEncodeError('ascii', 'aéb', 1, 2, 'ordinal not in range')
print(u, u.encoding, u.object, u.start, u.end)
# expect: 'ascii' codec can't encode character '\xe9' in position 1: ordinal not in range ascii aéb 1 2
print(u.reason)                         # expect: ordinal not in range
print(UnicodeTranslateError('ab', 0, 2, 'r'))
# expect: can't translate characters in position 0-1: r
print(UnicodeDecodeError('x', b'abc', 0, 3, 'why'))
# expect: 'x' codec can't decode bytes in position 0-2: why
y = SyntaxError('msg', ('file', 3, 5, 'text\n', 3, 9))
print(y, y.msg, y.filename, y.lineno, y.offset)  # expect: msg (file, line 3) msg file 3 5
print(y.text, y.end_lineno, y.end_offset)
# expect: text
# expect:  3 9
print(SyntaxError('only').lineno)       # expect: None
b = Exception('a', 1)
b.note = 'x'; b.add_note('first'); b.add_note('second')
print(b.args, b.__notes__, repr(b))     # expect: ('a', 1) ['first', 'second'] Exception('a', 1)
print(str(Exception()), repr(Exception()))  # expect:  Exception()
print(str(Exception('')), repr(ValueError('a\n')))  # expect:  ValueError('a\n')
print(b.__dict__, Exception(Exception('in')))
# expect: {'note': 'x', '__notes__': ['first', 'second']} in
b.args = 'xy'
print(b, b.args, b.__traceback__)       # expect: ('x', 'y') ('x', 'y') None
print(b.__reduce__()[:2], BaseException.__doc__)
# expect: (<class 'Exception'>, ('x', 'y')) Common base class for all exceptions
print(ValueError.__mro__[1:3])          # expect: (<class 'Exception'>, <class 'BaseException'>)
