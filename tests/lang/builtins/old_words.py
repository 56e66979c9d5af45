"""Functions of CPython's old make count their arguments in words of their own."""
import time
def show(f, *args, **names):
    try: print(f(*args, **names))
    except (TypeError, IndexError) as error: print(error)
for name in 'find', 'rindex', 'count', 'startswith':
    for value in 'abc', b'abc', bytearray(b'abc'):
        show(getattr(value, name))
    show(getattr('abc', name), 'a', 1, 2, 3)
    show(getattr('abc', name), 'a', start=1)
    print(getattr(str, name).__text_signature__)
# expect: find() takes at least 1 argument (0 given)
# expect: find() takes at least 1 argument (0 given)
# expect: find() takes at least 1 argument (0 given)
# expect: find() takes at most 3 arguments (4 given)
# expect: find() takes no keyword arguments
# expect: None
# expect: rindex() takes at least 1 argument (0 given)
# expect: rindex() takes at least 1 argument (0 given)
# expect: rindex() takes at least 1 argument (0 given)
# expect: rindex() takes at most 3 arguments (4 given)
# expect: rindex() takes no keyword arguments
# expect: None
# expect: count() takes at least 1 argument (0 given)
# expect: count() takes at least 1 argument (0 given)
# expect: count() takes at least 1 argument (0 given)
# expect: count() takes at most 3 arguments (4 given)
# expect: count() takes no keyword arguments
# expect: None
# expect: startswith() takes at least 1 argument (0 given)
# expect: startswith() takes at least 1 argument (0 given)
# expect: startswith() takes at least 1 argument (0 given)
# expect: startswith() takes at most 3 arguments (4 given)
# expect: startswith() takes no keyword arguments
# expect: None
show('abc'.replace, 'a')                # expect: replace expected at least 2 arguments, got 1
show(time.strftime)                     # expect: strftime() takes at least 1 argument (0 given)
show(time.localtime, 1, 2)              # expect: localtime() takes at most 1 argument (2 given)
show(time.asctime, (0,) * 10)           # expect: asctime(): illegal time tuple argument
show(sorted, [3, 1, 2], reverse=2)      # expect: [3, 2, 1]
show(sorted, [3, 1, 2], reverse='yes')  # expect: 'str' object cannot be interpreted as an integer
show([3].sort, reverse='yes')           # expect: 'str' object cannot be interpreted as an integer
