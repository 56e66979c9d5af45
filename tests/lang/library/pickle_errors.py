"""What can't be pickled, and pickles that are none."""
import io
import pickle


def attempt(function, *args):
    try:
        print('got', function(*args))
    except Exception as error:
        print(type(error).__name__, error)


def outer():
    def inner():
        pass
    return inner


class Bad:
    def __reduce__(self):
        return 7


class Short:
    def __reduce__(self):
        return (int,)


attempt(pickle.dumps, outer())
# expect: AttributeError Can't pickle local object 'outer.<locals>.inner'
attempt(pickle.dumps, Bad())
# expect: PicklingError __reduce__ must return a string or tuple
attempt(pickle.dumps, Short())
# expect: PicklingError tuple returned by __reduce__ must contain 2 through 6 elements
attempt(pickle.dumps, (i for i in []))  # expect: TypeError cannot pickle 'generator' object
attempt(pickle.dumps, 1, 6)             # expect: ValueError pickle protocol must be <= 5
for data in (b'', b'.', b'\x80\x06.', b'\x80\x04', b'(.', b'X\xff\xff\xff\xff', b'I', b'Ix\n.',
             b'\xff', b'g1\n.', b'h\x05.', b'cno_such\nname\n.', b'cbuiltins\nno_such\n.',
             b'NR.', b'K\x01)R.', b'S\'abc\n.', b'(Nd.', b'N(e.', b'\x82\x07.', b'K\x01NB.',
             b'K\x01Nb.', b'r\xff\xff\xff\x7f.', b'\x95\x08\0\0\0\0\0\0\0N.'):
    attempt(pickle.loads, data)
    # expect: EOFError Ran out of input
    # expect: UnpicklingError unpickling stack underflow
    # expect: ValueError unsupported pickle protocol: 6
    # expect: EOFError Ran out of input
    # expect: UnpicklingError unexpected MARK found
    # expect: UnpicklingError pickle data was truncated
    # expect: UnpicklingError pickle data was truncated
    # expect: ValueError could not convert string to int
    # expect: UnpicklingError invalid load key, '\xff'.
    # expect: UnpicklingError Memo value not found at index 1
    # expect: UnpicklingError Memo value not found at index 5
    # expect: ModuleNotFoundError No module named 'no_such'
    # expect: AttributeError Can't get attribute 'no_such' on <module 'builtins' (built-in)>
    # expect: UnpicklingError unpickling stack underflow
    # expect: TypeError 'int' object is not callable
    # expect: UnpicklingError the STRING opcode argument must be quoted
    # expect: UnpicklingError odd number of items for DICT
    # expect: got None
    # expect: ValueError unregistered extension code 7
    # expect: UnpicklingError pickle data was truncated
    # expect: got 1
    # expect: UnpicklingError unpickling stack underflow
    # expect: UnpicklingError pickle data was truncated
attempt(pickle.load, io.BytesIO(b'\x80\x04]\x94.rest'))  # expect: got []
attempt(pickle.load, 5)
# expect: TypeError file must have 'read' and 'readline' attributes
