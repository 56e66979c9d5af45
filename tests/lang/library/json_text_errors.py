"""Texts that are not JSON, and objects that have no text."""
import json
for source in ('', '[1,]', '{"a"}', '{"a": 1,}', '[1 2]', '"abc', '"\\x"', 'nul', '{a: 1}',
               '[1]]', '01', '1.', '-', '"\n"', '{"a" 1}', '"\\u12"', '[', '{"a":', '\ufeff1'):
    try: print(json.loads(source))
    except json.JSONDecodeError as e: print(repr(source), '-', e, e.pos)
    # expect: '' - Expecting value: line 1 column 1 (char 0) 0
    # expect: '[1,]' - Expecting value: line 1 column 4 (char 3) 3
    # expect: '{"a"}' - Expecting ':' delimiter: line 1 column 5 (char 4) 4
    # expect: '{"a": 1,}' - Expecting property name enclosed in double quotes: line 1 column 9 (char 8) 8
    # expect: '[1 2]' - Expecting ',' delimiter: line 1 column 4 (char 3) 3
    # expect: '"abc' - Unterminated string starting at: line 1 column 1 (char 0) 0
    # expect: '"\\x"' - Invalid \escape: line 1 column 2 (char 1) 1
    # expect: 'nul' - Expecting value: line 1 column 1 (char 0) 0
    # expect: '{a: 1}' - Expecting property name enclosed in double quotes: line 1 column 2 (char 1) 1
    # expect: '[1]]' - Extra data: line 1 column 4 (char 3) 3
    # expect: '01' - Extra data: line 1 column 2 (char 1) 1
    # expect: '1.' - Extra data: line 1 column 2 (char 1) 1
    # expect: '-' - Expecting value: line 1 column 1 (char 0) 0
    # expect: '"\n"' - Invalid control character at: line 1 column 2 (char 1) 1
    # expect: '{"a" 1}' - Expecting ':' delimiter: line 1 column 6 (char 5) 5
    # expect: '"\\u12"' - Invalid \uXXXX escape: line 1 column 3 (char 2) 2
    # expect: '[' - Expecting value: line 1 column 2 (char 1) 1
    # expect: '{"a":' - Expecting value: line 1 column 6 (char 5) 5
    # expect: '\ufeff1' - Unexpected UTF-8 BOM (decode using utf-8-sig): line 1 column 1 (char 0) 0
for call in (lambda: json.dumps({1, 2}), lambda: json.dumps({(1,): 2}), lambda: json.loads(5),
             lambda: json.dumps(float('nan'), allow_nan=False), lambda: json.dumps(object),
             lambda: (lambda l: (l.append(l), json.dumps(l)))([])):
    try: print(call())
    except Exception as e: print(type(e).__name__, e)
    # expect: TypeError Object of type set is not JSON serializable
    # expect: TypeError keys must be str, int, float, bool or None, not tuple
    # expect: TypeError the JSON object must be str, bytes or bytearray, not int
    # expect: ValueError Out of range float values are not JSON compliant
    # expect: TypeError Object of type type is not JSON serializable
    # expect: ValueError Circular reference detected
