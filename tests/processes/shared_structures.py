"""Shared values of ctypes' types: what they look like, texts in structures, what they refuse."""
import ctypes
import multiprocessing
import re


class Person(ctypes.Structure):
    _fields_ = [('name', ctypes.c_char * 8), ('age', ctypes.c_int), ('height', ctypes.c_double)]


def change(person, people):
    person.name, person.age = b'Grace', 40
    people[1].height += 0.5


person = multiprocessing.Value(Person, b'Ada', 36, 1.6)
people = multiprocessing.Array(Person, [(b'a', 1, 1.0), (b'b', 2, 2.0)])
process = multiprocessing.Process(target=change, args=(person, people))
process.start()
process.join()
print(person.name, person.age, person.height, [(one.name, one.height) for one in people])
# expect: b'Grace' 40 1.6 [(b'a', 1.0), (b'b', 2.5)]
for shared in multiprocessing.Array('i', 3), multiprocessing.RawArray('d', 2), people:
    print(re.sub('0x[0-9a-f]+', 'ID', repr(shared)))
    # expect: <SynchronizedArray wrapper for <multiprocessing.sharedctypes.c_int_Array_3 object at ID>>
    # expect: <multiprocessing.sharedctypes.c_double_Array_2 object at ID>
    # expect: <SynchronizedArray wrapper for <multiprocessing.sharedctypes.Person_Array_2 object at ID>>
for kind, *values in ('i', 'x'), ('i', 1.5), ('d', None), (ctypes.c_wchar, 3), (ctypes.c_char, 300):
    try:
        print(multiprocessing.Value(kind, *values))
    except TypeError as error:
        print(error)
        # expect: 'str' object cannot be interpreted as an integer
        # expect: 'float' object cannot be interpreted as an integer
        # expect: must be real number, not NoneType
        # expect: unicode string expected instead of int instance
        # expect: one character bytes, bytearray or integer expected
