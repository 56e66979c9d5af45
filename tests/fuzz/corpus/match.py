match x, y:
    case 1 | -2.5 | 1+2j | "a" "b" | None | True: a
    case [a, _, *rest] | (a, [_, *rest]): b
    case {"k": v, 1: {}, **kw} if v: c
    case C(1, D(), x=[*_], y=a.b.c) as d: e
    case str() | bytes(): f
    case []: g
    case _: h
match = case = _ = 1
match[case]: int
match(case)
