"""print and input."""
# stdin: first line
# stdin: second
# stdin:   spaces  
import sys
print(1, 'a', None, [1], sep='-', end='!\n')
print(*range(3), sep='')
print('a', 'b', sep='\n', end='')
print()
print('to stderr is elsewhere', file=sys.stdout, flush=True)
class W:
    def __init__(self): self.parts = []
    def write(self, text): self.parts.append(text); return len(text)
    def flush(self): self.parts.append('flushed')
w = W()
print('x', 1, file=w, sep=', ', flush=True)
print(w.parts, print('returned'), sep=' | ')
print(sep='')
print('é', '€', '\U0001F600' == '😀', 'tab\there')
for call in (lambda: print(sep=1), lambda: print(end=1), lambda: print(nope=1),
             lambda: print(file=5), lambda: print('a', file=None)):
    try: call()
    except Exception as e: print(type(e).__name__, e)
x = input()
y = input('prompt> ')
print(repr(x), repr(y), repr(input()))
try: input()
except EOFError as e: print(type(e).__name__, e)
old, sys.stdout = sys.stdout, W()
print('captured')
new, sys.stdout = sys.stdout, old
print(new.parts)
sys.stdout.write('direct\n')
print(sys.stdout.writable(), sys.stdin.readable())
print(sys.stdout.name, sys.stdin.read() == '')
print(sys.stdout.encoding, sys.stderr.fileno())
print(sys.stdout is sys.__stdout__)
del sys.stdout
try: print('lost')
except RuntimeError as e: sys.__stdout__.write(f'{e}\n')
# expect: 1-a-None-[1]!
# expect: 012
# expect: a
# expect: b
# expect: to stderr is elsewhere
# expect: returned
# expect: ['x', ', ', '1', '\n', 'flushed'] | None
# expect: 
# expect: é € True tab	here
# expect: TypeError sep must be None or a string, not int
# expect: TypeError end must be None or a string, not int
# expect: TypeError 'nope' is an invalid keyword argument for print()
# expect: AttributeError 'int' object has no attribute 'write'
# expect: a
# expect: prompt> 'first line' 'second' '  spaces  '
# expect: EOFError EOF when reading a line
# expect: ['captured', '\n']
# expect: direct
# expect: True True
# expect: <stdout> True
# expect: utf-8 2
# expect: True
# expect: lost sys.stdout
