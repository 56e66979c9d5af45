"""_thread: start_new_thread, locks, exit, idents."""
# arguments: --as 2.7
# arguments: --as 3.9
# arguments: --as 3.12
# record: stderr
import _thread, time
done = _thread.allocate_lock(); done.acquire()
log = []
def work(*args, **kw):
    log.append((args, kw)); done.release()
ident = _thread.start_new_thread(work, (1, 2), {'k': 3})
done.acquire()
print(log, isinstance(ident, int))      # expect: [((1, 2), {'k': 3})] True
print(ident != _thread.get_ident())     # expect: True
print(type(done).__name__)              # expect: lock
print(_thread.LockType is type(done))   # expect: True
print(_thread.error is RuntimeError)    # expect: True
_thread.start_new(work, ()); done.acquire()
def exits():
    try: _thread.exit()
    finally: done.release()
_thread.start_new_thread(exits, ()); done.acquire()
def fails(n):
    try: raise ValueError(n)
    finally: done.release()
_thread.start_new_thread(fails, (7,)); done.acquire()
while _thread._count() > 0: time.sleep(0.001)  # until all have said what ended them
for call in (lambda: _thread.start_new_thread(5, ()), lambda: _thread.start_new_thread(work, 5),
             lambda: _thread.start_new_thread(work, (), 5), lambda: _thread.stack_size(100),
             lambda: _thread.start_new_thread(), lambda: _thread.allocate_lock().release()):
    try: print(call())
    except Exception as e: print(type(e).__name__, e)
    # expect: TypeError first arg must be callable
    # expect: TypeError 2nd arg must be a tuple
    # expect: TypeError optional 3rd arg must be a dictionary
    # expect: ValueError size not valid: 100 bytes
    # expect: TypeError start_new_thread expected at least 2 arguments, got 0
    # expect: RuntimeError release unlocked lock
print(_thread.stack_size())             # expect: 0
print(_thread.stack_size(512 * 1024))   # expect: 0
print(_thread.stack_size(0))            # expect: 524288
print(_thread.TIMEOUT_MAX > 1e6)        # expect: True
print(_thread._count() >= 0)            # expect: True
try: _thread.exit()
except SystemExit as e: print(repr(e))  # expect: SystemExit()
r = _thread.RLock()
print(r.acquire(), r.acquire(), r._is_owned(), r.release())  # expect: True True True None
# expect stderr: Exception ignored in thread started by: <function fails
# expect stderr: Traceback (most recent call last):
# expect stderr: tests/threads/low_level.py", line 24, in fails
# expect stderr:     try: raise ValueError(n)
# expect stderr:          ^^^^^^^^^^^^^^^^^^^
# expect stderr: ValueError: 7
