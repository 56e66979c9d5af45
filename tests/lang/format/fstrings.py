"""f-strings: expressions, nesting, specs, debugging."""
x, name, items = 3.14159, 'Ann', {'a': [1, 2]}
print(f'{x}', f'{x:.2f}', f'{x!r:>10}')  # expect: 3.14159 3.14    3.14159
print(f'{name!r}', f'{name:>{5 + 1}}')  # expect: 'Ann'    Ann
print(f'{x:{8}.{3}}', f'{{}}', f'{{{x:.1f}}}')  # expect:     3.14 {} {3.1}
print(f'a{1}{2}b')                      # expect: a12b
print(f'{items["a"][0]} {name.upper()} {(lambda v: v * 2)(4)} {[i for i in range(3)]} { {1: 2}[1] } {x if x > 3 else 0}')
# expect: 1 ANN 8 [0, 1, 2] 2 3.14159
print(f'{x=} {x = } {x=:.2f} {name=!s} {x+1=} {name = !r:>7} {1 + 1 = }')
# expect: x=3.14159 x = 3.14159 x=3.14 name=Ann x+1=4.14159 name =   'Ann' 1 + 1 = 2
print(f"{'nested'} {f'{1}'}")           # expect: nested 1
print(f'{x:{"." + str(1)}f}', f'{1,}', f'{1, 2}')  # expect: 3.1 (1,) (1, 2)
print(f'{*[1, 2],}', f'{x:%}')          # expect: (1, 2) 314.159000%
print(f'''{
    x
    :.1f}''', rf'\n{1}', fr'{2}\t', len(f'\n'), F'{1}', f'{"a" "b"}')  # expect: 3.1 \n1 2\t 1 1 ab
print(f'{3!r}{4!s}', 'a' f'{1}' 'b' f'{2}' "{3}")  # expect: 34 a1b2{3}
print(f'', f'{""}', f'{x!s:.3}', f'{1:}')  # expect:   3.1 1
print(f'{True:d}', f'{None}', f'{...}')  # expect: 1 None Ellipsis
print(f'{(y := 5)} {y}')                # expect: 5 5
class F:
    def __format__(self, spec): return f'<{spec}>'
print(f'{F():a{1}b{"c"}}', f'{F()}', f'{F():}')  # expect: <a1bc> <> <>
print(f'{F()!r:.2}', f'{F(): }')        # expect: <_ < >
def f(): return f'{yes()}'
def yes(): return 'called'
print(f())                              # expect: called
print([f'{i}:{v}' for i, v in enumerate('ab')])  # expect: ['0:a', '1:b']
print(f'{f"{x:.{2}f}":>8}')             # expect:     3.14
try:
    f'{undefined}'
except NameError as error:
    print(error)                        # expect: name 'undefined' is not defined
try:
    f'{1:q}'
except ValueError as error:
    print(error)                        # expect: Unknown format code 'q' for object of type 'int'
