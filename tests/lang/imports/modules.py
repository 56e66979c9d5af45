"""import: forms, attributes, errors, __main__."""
import sys, os.path as p, collections as c
from math import pi as PI, floor
from os import *
import _helper_pack.sub as sub
import _helper_pack
from _helper_pack import sub as again, value, nested_name
from _helper_pack.sub import *
print(p is sys.modules['posixpath'], c.__name__)  # expect: True collections
print(PI > 3, floor(2.5))               # expect: True 2
print(sub is again is _helper_pack.sub, value)  # expect: True value
print(nested_name, sub.__name__, sub.__package__)
# expect: _helper_pack.sub _helper_pack.sub _helper_pack
print(exported, 'hidden' in globals())  # expect: exported False
print('_private' in globals())          # expect: False
print(_helper_pack.__name__)            # expect: _helper_pack
print(_helper_pack.__package__)         # expect: _helper_pack
print(_helper_pack.__file__.endswith('_helper_pack/__init__.py'))  # expect: True
print(type(_helper_pack).__name__)      # expect: module
print(__name__, sys.modules['__main__'].PI == PI)  # expect: __main__ True
print(__import__('math') is sys.modules['math'])  # expect: True
print(__import__('os.path').__name__)   # expect: os
print(__import__('os.path', fromlist=['join']).__name__)  # expect: posixpath
for statement in ('import nope', 'import _helper_pack.nope', 'from _helper_pack import nope',
                  'import math.nope', 'from . import x', 'from .x import y',
                  'import _helper_broken', 'import _helper_syntax',
                  'from _helper_cycle_a import late', 'from nope import *',
                  'from _helper_pack import bad.name'):
    try: exec(statement)
    except (ImportError, SyntaxError, ZeroDivisionError) as e: print(statement, '-',
            type(e).__name__, str(e).split(' (')[0])
# expect: import nope - ModuleNotFoundError No module named 'nope'
# expect: import _helper_pack.nope - ModuleNotFoundError No module named '_helper_pack.nope'
# expect: from _helper_pack import nope - ImportError cannot import name 'nope' from '_helper_pack'
# expect: import math.nope - ModuleNotFoundError No module named 'math.nope'; 'math' is not a package
# expect: from . import x - ImportError attempted relative import with no known parent package
# expect: from .x import y - ImportError attempted relative import with no known parent package
# expect: import _helper_broken - ZeroDivisionError division by zero
# expect: import _helper_syntax - SyntaxError invalid syntax
# expect: cannot import name 'late' from partially initialized module '_helper_cycle_a' True
# expect: from nope import * - ModuleNotFoundError No module named 'nope'
# expect: from _helper_pack import bad.name - SyntaxError invalid syntax
print('_helper_broken' in sys.modules, 'nope' in sys.modules)  # expect: False False
import _helper_cycle_a
print(_helper_cycle_a.b.a_name, _helper_cycle_a.late)  # expect: a late
sys.modules['fake'] = 5
import fake
print(fake)                             # expect: 5
sys.modules['blocked'] = None
try: import blocked
except ImportError as e: print(e)       # expect: import of blocked halted; None in sys.modules
del _helper_pack.value
print(hasattr(_helper_pack, 'value'))   # expect: False
import importlib
importlib.reload(_helper_pack)
print(_helper_pack.value)               # expect: value
print(repr(math)[:7] if 'math' in globals() else repr(sys))  # expect: <module 'sys' (built-in)>
print(importlib.import_module('_helper_pack.sub') is sub)  # expect: True
print(importlib.import_module('.sub', '_helper_pack') is sub)  # expect: True
