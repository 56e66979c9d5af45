"""differs: values
cause: ints of 49 bits and floats are no objects; there is nothing to count
workaround: ask for the count of an instance of a class
"""
import sys
held = [1] * 1000
print(sys.getrefcount(1) == sys.getrefcount(2) == sys.getrefcount(0.5))  # expect: True
a = 2 ** 40
print(a is int('1099511627776'), id(1.5) == id(float('1.5')))  # expect: True True
one = object()
two = [one, one]
print(sys.getrefcount(one))             # expect: 4
