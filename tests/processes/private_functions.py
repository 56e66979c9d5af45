"""Functions that are meant for our own library look at what they get all the same."""
import _gilbox
import _multiprocessing

_gilbox.trace_start(1000)
for call in (lambda: _gilbox.mark(5),
             lambda: _gilbox.trace_text(5, 'title', {}, 80, False),
             lambda: _gilbox.trace_text('page', None, {}, 80, False),
             lambda: _gilbox.trace_text('page', 'title', 5, 80, False),
             lambda: _multiprocessing.name_process(5),
             lambda: _multiprocessing.ready([0], 0),
             lambda: _multiprocessing.SemLock(1, 1, 1, 'memory', 0)):
    try:
        print(call())
    except TypeError as error:
        print(error)
# expect: expected str, not int
# expect: expected str, not int
# expect: expected str, not NoneType
# expect: expected dict, not int
# expect: name must be str, not int
# expect: files must be a tuple
# expect: memory must be a Memory, not str
