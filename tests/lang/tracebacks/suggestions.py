"""Did you mean ...?"""
# record: stderr
# exit: 1
class Thing:
    def __init__(self): self.colour = 1; self.weight = 2
def tell(call):
    try: call()
    except Exception as error: print(type(error).__name__, error)
value_of_thing = 5
tell(lambda: Thing().color)
# expect: AttributeError 'Thing' object has no attribute 'color'
tell(lambda: value_of_thnig)            # expect: NameError name 'value_of_thnig' is not defined
tell(lambda: [].apend)
# expect: AttributeError 'list' object has no attribute 'apend'
try:
    Thing().wieght
except AttributeError as error:
    pass
def f(parameter):
    return paramter
f(1)
# expect stderr: Traceback (most recent call last):
# expect stderr: tests/lang/tracebacks/suggestions.py", line 21, in <module>
# expect stderr:     f(1)
# expect stderr: tests/lang/tracebacks/suggestions.py", line 20, in f
# expect stderr:     return paramter
# expect stderr:            ^^^^^^^^
# expect stderr: NameError: name 'paramter' is not defined. Did you mean: 'parameter'?
