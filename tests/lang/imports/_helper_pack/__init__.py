from . import sub
value = 'value'
nested_name = sub.__name__
