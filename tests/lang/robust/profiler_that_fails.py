# A profiler that raises is not asked again: what ends later ends in peace.
import sys
import weakref


class Thing:
    pass


def done():
    print('done')


def profiler(frame, event, argument):
    raise KeyError(event)


def watched():
    sys.setprofile(profiler)


thing = Thing()
weakref.finalize(thing, done)
for profiler in profiler, 5:
    try:
        watched()
    except (KeyError, TypeError) as error:
        print(repr(error), sys.getprofile())
# expect: KeyError('return') None
# expect: TypeError("'int' object is not callable") None
# expect: done
