"""string: constants, Template, Formatter, capwords."""
import string
print(string.ascii_letters, string.digits)
# expect: abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789
print(string.hexdigits, string.punctuation)
# expect: 0123456789abcdefABCDEF !"#$%&'()*+,-./:;<=>?@[\]^_`{|}~
print(repr(string.whitespace))          # expect: ' \t\n\r\x0b\x0c'
print(len(string.printable))            # expect: 100
t = string.Template('$who likes ${what}s, $$5 and $other')
print(t.safe_substitute(who='Ann', what='cat'))  # expect: Ann likes cats, $5 and $other
print(t.get_identifiers() if hasattr(t, 'get_identifiers') else '')
# expect: ['who', 'what', 'other']
print(t.is_valid() if hasattr(t, 'is_valid') else '')  # expect: True
for call in (lambda: t.substitute(who='x', what='y'), lambda: string.Template('$1').substitute(),
             lambda: string.Template('a $').substitute(),
             lambda: t.substitute({'who': 1, 'what': 2}, other=3)):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
# expect: KeyError 'other'
# expect: ValueError Invalid placeholder in string: line 1, col 1
# expect: ValueError Invalid placeholder in string: line 1, col 3
# expect: 1 likes 2s, $5 and 3
print(string.capwords('hello  wide   world'), string.capwords('a-b-c', '-'))
# expect: Hello Wide World A-B-C
class Upper(string.Formatter):
    def format_field(self, value, spec): return str(super().format_field(value, spec)).upper()
    def get_value(self, key, args, kwargs): return super().get_value(key, args,
            kwargs) if not isinstance(key, str) else kwargs.get(key, '?')
print(Upper().format('{} {a} {b:>3}', 'x', b='y'))  # expect: X ?   Y
print(list(string.Formatter().parse('a{b!r:c}{{d')))
# expect: [('a', 'b', 'c', 'r'), ('{', None, None, None), ('d', None, None, None)]
