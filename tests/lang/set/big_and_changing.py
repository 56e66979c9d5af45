"""Many items, collisions, changes under iteration."""
s = set(range(10000))
for i in range(0, 10000, 3): s.remove(i)
print(len(s), sum(s), len(s & set(range(100))))  # expect: 6666 33326667 66
print(len(s | set(range(20000))))       # expect: 20000
print(len(s ^ set(range(10000))), s >= {1, 2})  # expect: 3334 True
print(len({str(i) for i in range(5000)}))  # expect: 5000
print(len({i % 7 for i in range(100)}))  # expect: 7
class C:
    def __init__(self, n): self.n = n
    def __hash__(self): return 3
    def __eq__(self, other): return self.n == other.n
c = {C(i % 10) for i in range(100)}
print(len(c), C(5) in c, C(50) in c)    # expect: 10 True False
print(len(c - {C(1)}), len(c & {C(2), C(99)}))  # expect: 9 1
def walk(change):
    t = set(range(5))
    try:
        for i, x in enumerate(t):
            if i == 1: change(t)
        print('fine')
    except RuntimeError as error:
        print(error)
walk(lambda t: t.add(100))              # expect: Set changed size during iteration
walk(lambda t: t.remove(4))             # expect: Set changed size during iteration
walk(lambda t: t.clear())               # expect: Set changed size during iteration
walk(lambda t: t.add(0))                # expect: fine
t = {1, 2, 3}
print(t.update(t), t, sorted(t.difference(t)))  # expect: None {1, 2, 3} []
print(t.symmetric_difference_update(t), t)  # expect: None set()
print(sorted({1, 1.0, True, 2}), {0, False, 0.0})  # expect: [1, 2] {0}
it = iter({1})
print(next(it), next(it, 'end'), it.__length_hint__())  # expect: 1 end 0
class S(set):
    def __contains__(self, x): return True
    def __init__(self, *a): super().__init__(a)
print(5 in S(), S(1), type(S(1) | {2}).__name__)  # expect: True S({1}) set
print(S(1) == {1}, S(2).copy(), repr(S()))  # expect: True {2} S()
print(S(1, 2) - {1}, sorted(S(3, 1)))   # expect: {2} [1, 3]
print({frozenset({1, 2}), frozenset({2, 1})} == {frozenset([1, 2])})  # expect: True
print({1} in {frozenset({1})})          # expect: True
print(set() in [frozenset()])           # expect: True
print(set() == frozenset())             # expect: True
print({frozenset(): 'e'}.get(frozenset({})))  # expect: e
