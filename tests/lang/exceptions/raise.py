"""raise: classes, instances, from, with nothing to raise."""
class Mine(Exception):
    def __init__(self, a, b=2): super().__init__(a, b); self.a = a
for what in (ValueError, ValueError('x'), Mine(1), OSError(2, 'no file', 'f.txt'), KeyError('k'),
             StopIteration(5), SystemExit(3), UnicodeDecodeError('utf-8', b'ab', 0, 1, 'bad')):
    try:
        raise what
    except BaseException as error:
        print(type(error).__name__, '|', error)
        print('|', repr(error), '|', error.args)
# expect: ValueError |
# expect: | ValueError() | ()
# expect: ValueError | x
# expect: | ValueError('x') | ('x',)
# expect: Mine | (1, 2)
# expect: | Mine(1, 2) | (1, 2)
# expect: FileNotFoundError | [Errno 2] no file: 'f.txt'
# expect: | FileNotFoundError(2, 'no file') | (2, 'no file')
# expect: KeyError | 'k'
# expect: | KeyError('k') | ('k',)
# expect: StopIteration | 5
# expect: | StopIteration(5) | (5,)
# expect: SystemExit | 3
# expect: | SystemExit(3) | (3,)
# expect: UnicodeDecodeError | 'utf-8' codec can't decode byte 0x61 in position 0: bad
# expect: | UnicodeDecodeError('utf-8', b'ab', 0, 1, 'bad') | ('utf-8', b'ab', 0, 1, 'bad')
