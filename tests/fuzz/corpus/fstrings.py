f'{a}{b!r}{c:>{w}.{p}}{d=}{e = !s:x}{{}}'
f"""{
a
}{'b' "c"}{ {1: 2}[1] }{(lambda x: 1)}{[x for x in y]:%H:%M}"""
rf'\d{a:\n}' f'{f"{f(1)}"}' 'x' F'y'
f'{x:{y:{z}}}'
f'{a!x}' f'{' f'}' f'{a b}' f'{}' f'{\}'
