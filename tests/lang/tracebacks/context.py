"""During handling of an exception another one came."""
# record: stderr
# exit: 1
def f(d):
    try:
        return d['key']
    except KeyError:
        return d.missing_attribute
def g():
    try:
        f({})
    finally:
        undefined_name
g()
# expect stderr: Traceback (most recent call last):
# expect stderr: tests/lang/tracebacks/context.py", line 6, in f
# expect stderr:     return d['key']
# expect stderr:            ~^^^^^^^
# expect stderr: KeyError: 'key'
# expect stderr: 
# expect stderr: During handling of the above exception, another exception occurred:
# expect stderr: 
# expect stderr: Traceback (most recent call last):
# expect stderr: tests/lang/tracebacks/context.py", line 11, in g
# expect stderr:     f({})
# expect stderr: tests/lang/tracebacks/context.py", line 8, in f
# expect stderr:     return d.missing_attribute
# expect stderr:            ^^^^^^^^^^^^^^^^^^^
# expect stderr: AttributeError: 'dict' object has no attribute 'missing_attribute'
# expect stderr: 
# expect stderr: During handling of the above exception, another exception occurred:
# expect stderr: 
# expect stderr: Traceback (most recent call last):
# expect stderr: tests/lang/tracebacks/context.py", line 14, in <module>
# expect stderr:     g()
# expect stderr: tests/lang/tracebacks/context.py", line 13, in g
# expect stderr:     undefined_name
# expect stderr: NameError: name 'undefined_name' is not defined
