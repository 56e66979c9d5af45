"""match: names that stay bound, evaluation, __match_args__, errors."""
match (1, 2):
    case (a, 3): print('no')
    case (a, b): print(a, b)            # expect: 1 2
x = 5
match x:
    case y if y > 10: print('no')
    case y: print(y)                    # expect: 5
match {'a': 1}:
    case {'a': 1, 'b': 2}: print('no')
    case {**everything}: print(everything)  # expect: {'a': 1}
class Gets(dict):
    def get(self, key, default=None): print('get', key); return super().get(key, default)
match Gets(a=1):
    case {'a': v}: print(v)
    # expect: get a
    # expect: 1
class Seq:
    def __len__(self): return 2
    def __getitem__(self, i): return i
import collections.abc
collections.abc.Sequence.register(Seq)
match Seq():
    case [p, q]: print(p, q)
    # expect error: ValueError: too many values to unpack (expected 2)
class Bad: __match_args__ = 'x'
class Few: __match_args__ = ('a',); a = 1
class NotStr: __match_args__ = (1,)
class Twice: __match_args__ = ('a', 'a'); a = 1
def run(case, subject):
    try: exec(f'match subject:\n    case {case}: print("matched")\n    case _: print("not matched")', {**globals(), 'subject': subject})
    except Exception as e: print(type(e).__name__, e)
run('Bad(1)', Bad()); run('Few(1, 2)', Few()); run('NotStr(1)', NotStr()); run('Few(1, a=1)',
        Few()); run('undefined.x', 1); run('len()', 1); run('Twice(1, 1)',
                Twice()); run('{**rest, "a": 1}', {}); run('int(1, 2)', 1); run('[*a, *b]',
                        []); run('a | b', 1); run('{1: a, 1: b}', {}); run('a, a',
                                (1, 2)); run('Few(b=1)', Few()); run('x.y', 1)
match = {'case': 1}
print(match['case'], [match for match in range(2)])
case = lambda x: x
print(case(5))
match 1, 2:
    case 1, *rest: print(rest)
match [1, [2, [3, 4]]]:
    case [a, [b, [c, *d]]]: print(a, b, c, d)
def f(v):
    match v:
        case 1: return 'one'
        case 2: pass
    return 'end'
print(f(1), f(2), f(3))
