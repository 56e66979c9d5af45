"""json: dumps, loads, options, errors."""
import json
data = {'a': [1, 2.5, True, None], 'é': '"\n\t\\/\u2028\x00', 'n': {'x': []}, 1: {},
        None: 'none', True: 1.0, 1.5: -0.0}
text = json.dumps(data)
print(text)
# expect: {"a": [1, 2.5, true, null], "\u00e9": "\"\n\t\\/\u2028\u0000", "n": {"x": []}, "1": 1.0, "null": "none", "1.5": -0.0}
print(json.loads(text) == {**{str(k) if isinstance(k, float) else k: v for k,
                              v in data.items() if isinstance(k, str)}, '1': {}, 'null': 'none',
                           'true': 1.0, '1.5': 0.0})  # expect: False
print(json.dumps(data, ensure_ascii=False)[:30])  # expect: {"a": [1, 2.5, true, null], "é
print(json.dumps([1, {'b': 1, 'a': 2}], sort_keys=True, separators=(',', ':')))
# expect: [1,{"a":2,"b":1}]
print(json.dumps((1, 2)))               # expect: [1, 2]
print(json.dumps('\U0001F600'))         # expect: "\ud83d\ude00"
print(json.dumps(float('nan')))         # expect: NaN
print(json.dumps([float('inf')]))       # expect: [Infinity]
print(json.dumps(2**70), json.dumps(1e100))  # expect: 1180591620717411303424 1e+100
print(json.dumps({}), json.dumps([]))   # expect: {} []
print(json.dumps({'a': [1, {'b': []}], 'c': {}}, indent=2)); print(json.dumps([1, [2]],
# expect: {
# expect:   "a": [
# expect:     1,
# expect:     {
# expect:       "b": []
# expect:     }
# expect:   ],
# expect:   "c": {}
# expect: }
# expect: [
# expect: -1,
# expect: -[
# expect: --2
# expect: -]
# expect: ]
        indent='-'))
print(json.loads(' [1, 2.5e3, "a\\u00e9\\n", true, null, {"k": -0}] '))
# expect: [1, 2500.0, 'aé\n', True, None, {'k': 0}]
print(json.loads('"\\ud83d\\ude00"') == '\U0001F600')  # expect: True
print(json.loads(b'[1]'))               # expect: [1]
print(json.loads('1.5', parse_float=str))  # expect: 1.5
print(json.loads('{"a": 1}', object_hook=lambda d: list(d)))  # expect: ['a']
print(json.loads('{"a": 1, "a": 2}', object_pairs_hook=tuple))  # expect: (('a', 1), ('a', 2))
print(json.loads('NaN'), json.loads('-Infinity'))  # expect: nan -inf
print(json.loads('12345678901234567890'))  # expect: 12345678901234567890
class Enc(json.JSONEncoder):
    def default(self, o): return sorted(o) if isinstance(o, set) else super().default(o)
print(json.dumps({1, 2}, cls=Enc))      # expect: [1, 2]
print(json.dumps({'x': complex}, default=str))  # expect: {"x": "<class 'complex'>"}
print(json.dumps({(1,): 2, 'a': 1}, skipkeys=True))  # expect: {"a": 1}
