"""The helpers of the module abc, given what is no class."""
import _abc, abc
class A(abc.ABC): pass
def show(call):
    try:
        print(call())
    except (TypeError, AttributeError) as error:
        print(type(error).__name__)
show(lambda: _abc._abc_init(1))                    # expect: AttributeError
show(lambda: _abc._abc_init(A()))                  # expect: AttributeError
show(lambda: _abc._abc_subclasscheck(A(), int))    # expect: AttributeError
show(lambda: _abc._abc_register(1, int))           # expect: TypeError
show(lambda: _abc._abc_register(A(), int))         # expect: TypeError
show(lambda: _abc._get_dump(1))                    # expect: AttributeError
