"""Attribute names that are not strings, given to the slots themselves."""
import _thread, sys, weakref
class C:
    def f(self): pass
things = [_thread._local(), sys, C().f, super(C, C()), list[int], int | str, C, C(), weakref.proxy(C), len]
for thing in things:
    for call in (lambda: type(thing).__getattribute__(thing, 1), lambda: type(thing).__setattr__(thing, 1, 2),
                 lambda: type(thing).__delattr__(thing, [])):
        try:
            call()
            print('no error')
        except TypeError as error:
            if 'attribute name must be string, not' not in str(error):
                print(thing, error)
print('done')                           # expect: done
