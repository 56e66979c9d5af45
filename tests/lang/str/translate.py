"""maketrans and translate."""
print('hello'.translate(str.maketrans('el', 'ip')))  # expect: hippo
print('hello'.translate(str.maketrans('', '', 'l')))  # expect: heo
print('abc'.translate({97: 'AA', 98: None, 99: 0x20ac}))  # expect: AA€
print(str.maketrans({'a': 'b', 98: 'x', 'c': None}), str.maketrans('ab', 'xy', 'z'))
# expect: {97: 'b', 98: 'x', 99: None} {97: 120, 98: 121, 122: None}
class Table:
    def __getitem__(self, code):
        if code == ord('x'):
            raise LookupError
        return chr(code).upper()
print('axb'.translate(Table()))         # expect: AxB
print('é'.translate({233: 'e'}))        # expect: e
print('aaa'.translate({97: ''}))        # expect:
print('abc'.translate([0] * 97 + ['<', '>']))  # expect: <>c
for call in (lambda: str.maketrans('a', 'bc'), lambda: str.maketrans(1),
             lambda: str.maketrans({'ab': 1}), lambda: 'a'.translate({97: -1}),
             lambda: 'a'.translate({97: 1.5}), lambda: 'a'.translate(5),
             lambda: str.maketrans({1.5: 1})):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
        # expect: ValueError the first two maketrans arguments must have equal length
        # expect: TypeError if you give only one argument to maketrans it must be a dict
        # expect: ValueError string keys in translate table must be of length 1
        # expect: ValueError character mapping must be in range(0x110000)
        # expect: TypeError character mapping must return integer, None or str
        # expect: TypeError 'int' object is not subscriptable
        # expect: TypeError keys in translate table must be strings or integers
