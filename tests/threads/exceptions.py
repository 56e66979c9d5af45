"""Exceptions in threads: printed, the rest go on; excepthook; SystemExit is silent."""
# arguments: --as 2.7
# arguments: --as 3.9
# arguments: --as 3.12
# record: stderr
import sys, threading
def fails(x): raise ValueError(f'failed with {x}')
def run(f, *args, name='w'):
    t = threading.Thread(target=f, args=args, name=name); t.start(); t.join()
run(fails, 1)
run(sys.exit, 'silent')
run(lambda: 1 / 0, name='divider')
def nested():
    try: fails(2)
    except ValueError: raise KeyError('second')
run(nested)
# expect stderr: Exception in thread w:
# expect stderr: Traceback (most recent call last):
# expect stderr:     self.run()
# expect stderr:     self._target(*self._args, **self._kwargs)
# expect stderr: tests/threads/exceptions.py", line 7, in fails
# expect stderr:     def fails(x): raise ValueError(f'failed with {x}')
# expect stderr:                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
# expect stderr: ValueError: failed with 1
# expect stderr: Exception in thread divider:
# expect stderr: Traceback (most recent call last):
# expect stderr:     self.run()
# expect stderr:     self._target(*self._args, **self._kwargs)
# expect stderr: tests/threads/exceptions.py", line 12, in <lambda>
# expect stderr:     run(lambda: 1 / 0, name='divider')
# expect stderr:                 ~~^~~
# expect stderr: ZeroDivisionError: division by zero
# expect stderr: Exception in thread w:
# expect stderr: Traceback (most recent call last):
# expect stderr: tests/threads/exceptions.py", line 14, in nested
# expect stderr:     try: fails(2)
# expect stderr:          ^^^^^^^^
# expect stderr: tests/threads/exceptions.py", line 7, in fails
# expect stderr:     def fails(x): raise ValueError(f'failed with {x}')
# expect stderr:                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
# expect stderr: ValueError: failed with 2
# expect stderr: 
# expect stderr: During handling of the above exception, another exception occurred:
# expect stderr: 
# expect stderr: Traceback (most recent call last):
# expect stderr:     self.run()
# expect stderr:     self._target(*self._args, **self._kwargs)
# expect stderr: tests/threads/exceptions.py", line 15, in nested
# expect stderr:     except ValueError: raise KeyError('second')
# expect stderr:                        ^^^^^^^^^^^^^^^^^^^^^^^^
# expect stderr: KeyError: 'second'
