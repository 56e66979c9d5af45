"""A name of a module with more parents than there is room for."""
import sys
for count in (10000, 100000):
    try:
        __import__('.'.join('a' * count))
    except RecursionError as error:
        print(type(error).__name__)     # expect: RecursionError
        # expect: RecursionError
