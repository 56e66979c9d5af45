# An operator of two Python classes, one over a sequence: each is asked once.
class Bytes(bytes):
    def __rsub__(self, other):
        return 'sub'

class Number(int):
    def __radd__(self, other):
        asked.append('radd')
        return NotImplemented

    def __rmul__(self, other):
        asked.append('rmul')
        return NotImplemented

for sequence in Bytes(b'ab'), type('Str', (str,), {'__rsub__': 1})('ab'):
    asked = []
    try:
        sequence + Number(1)
    except TypeError as error:
        print(type(error).__name__)
    print(sequence * Number(2), asked)
# expect: TypeError
# expect: b'abab' ['radd', 'rmul']
# expect: TypeError
# expect: abab ['radd', 'rmul']

for kind in list, tuple, bytearray:
    sequence = type('Sequence', (kind,), {'__rsub__': 1})((1, 2))
    asked = []
    try:
        sequence + Number(1)
    except TypeError as error:
        print(type(error).__name__)
    print(sequence * Number(2), asked)
# expect: TypeError
# expect: [1, 2, 1, 2] ['radd', 'rmul']
# expect: TypeError
# expect: (1, 2, 1, 2) ['radd', 'rmul']
# expect: TypeError
# expect: bytearray(b'\x01\x02\x01\x02') ['radd', 'rmul']
