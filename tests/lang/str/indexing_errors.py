"""What strings refuse: bad indices, other types, assignment."""
for expression in ('"abc"[3]', '"abc"[-4]', '"abc"["a"]', '"abc"[1.0]', '"abc"[None]',
                   '"abc"[::0]', '"abc"["a":]', '"a" * 1.5',
                   '"a" * "b"', '"a" + 1', '"abc"[2**100]', '"a" + b"b"'):
    try:
        print(eval(expression))
    except Exception as error:
        print(expression, '-')
        print(type(error).__name__ + ':', error)
# expect: "abc"[3] -
# expect: IndexError: string index out of range
# expect: "abc"[-4] -
# expect: IndexError: string index out of range
# expect: "abc"["a"] -
# expect: TypeError: string indices must be integers, not 'str'
# expect: "abc"[1.0] -
# expect: TypeError: string indices must be integers, not 'float'
# expect: "abc"[None] -
# expect: TypeError: string indices must be integers, not 'NoneType'
# expect: "abc"[::0] -
# expect: ValueError: slice step cannot be zero
# expect: "abc"["a":] -
# expect: TypeError: slice indices must be integers or None or have an __index__ method
# expect: "a" * 1.5 -
# expect: TypeError: can't multiply sequence by non-int of type 'float'
# expect: "a" * "b" -
# expect: TypeError: can't multiply sequence by non-int of type 'str'
# expect: "a" + 1 -
# expect: TypeError: can only concatenate str (not "int") to str
# expect: "abc"[2**100] -
# expect: IndexError: cannot fit 'int' into an index-sized integer
# expect: "a" + b"b" -
# expect: TypeError: can only concatenate str (not "bytes") to str
s = 'abc'
try:
    s[0] = 'x'
except TypeError as error:
    print(error)                        # expect: 'str' object does not support item assignment
try:
    del s[0]
except TypeError as error:
    print(error)                        # expect: 'str' object doesn't support item deletion
# expect stderr: <string>:1: SyntaxWarning: str indices must be integers or slices, not str; perhaps you missed a comma?
# expect stderr: <string>:1: SyntaxWarning: str indices must be integers or slices, not float; perhaps you missed a comma?
# expect stderr: <string>:1: SyntaxWarning: str indices must be integers or slices, not NoneType; perhaps you missed a comma?
