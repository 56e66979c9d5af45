"""threading.excepthook: replaced, and failing itself."""
# arguments: --as 2.7
# arguments: --as 3.9
# arguments: --as 3.12
# record: stderr
import sys, threading
def fails(x): raise ValueError(f'failed with {x}')
def run(f, *args, name='w'):
    t = threading.Thread(target=f, args=args, name=name); t.start(); t.join()
def hook(args): print('hook', args.exc_type.__name__, args.exc_value,
                      args.exc_traceback is not None, args.thread.name)
old, threading.excepthook = threading.excepthook, hook
run(fails, 3)                           # expect: hook ValueError failed with 3 True w
def broken(args): raise RuntimeError('hook fails')
threading.excepthook = broken
run(fails, 4)
threading.excepthook = threading.__excepthook__
print(old is threading.__excepthook__)  # expect: True
try: threading.excepthook()
except TypeError as e: print(e)
# expect: _thread._excepthook() takes exactly one argument (0 given)
print('main goes on')                   # expect: main goes on
# expect stderr: Exception in threading.excepthook:
# expect stderr: Traceback (most recent call last):
# expect stderr:     hook(args)
# expect stderr: tests/threads/excepthook.py", line 14, in broken
# expect stderr:     def broken(args): raise RuntimeError('hook fails')
# expect stderr:                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
# expect stderr: RuntimeError: hook fails
