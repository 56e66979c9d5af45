"""Lock and RLock: acquire, release, timeouts, with, misuse."""
# arguments: --as 2.7
# arguments: --as 3.9
# arguments: --as 3.12
import threading, time
lock = threading.Lock()
print(lock.locked(), lock.acquire())    # expect: False True
print(lock.locked(), lock.acquire(False))  # expect: True False
print(lock.acquire(blocking=False))     # expect: False
print(lock.acquire(timeout=0.01))       # expect: False
print(lock.acquire(True, 0))            # expect: False
lock.release()
with lock as entered: print(entered, lock.locked())  # expect: True True
print(lock.locked())                    # expect: False
print(repr(lock).split(' object')[0])   # expect: <unlocked _thread.lock
print(type(lock).__name__)              # expect: lock
r = threading.RLock()
print(r.acquire(), r.acquire(), r._is_owned())  # expect: True True True
print(repr(r).split(' at')[0].replace(str(threading.get_ident()), 'ME'))
# expect: <locked _thread.RLock object owner=ME count=2
r.release(); r.release()
for call in (lock.release, r.release, lambda: lock.acquire(False, 1),
             lambda: lock.acquire(timeout=-2), lambda: lock.acquire(timeout='a'),
             lambda: lock.acquire(timeout=1e20), lambda: r.acquire(False, 5),
             lambda: lock.acquire(timeout=float('nan')), lambda: threading.Lock(1)):
    try: print(call())
    except Exception as e: print(type(e).__name__, e)
    # expect: RuntimeError release unlocked lock
    # expect: RuntimeError cannot release un-acquired lock
    # expect: ValueError can't specify a timeout for a non-blocking call
    # expect: ValueError timeout value must be positive
    # expect: TypeError 'str' object cannot be interpreted as an integer
    # expect: OverflowError timestamp out of range for platform time_t
    # expect: ValueError can't specify a timeout for a non-blocking call
    # expect: ValueError Invalid value NaN (not a number)
    # expect: TypeError _thread.allocate_lock() takes no arguments (1 given)
def other():
    print('other:', r.acquire(False), lock.acquire(False))
    try: r.release()
    except RuntimeError as e: print(e)
    lock.release()
with r:
    with r:
        lock.acquire()
        lock.release()
        t = threading.Thread(target=other); t.start(); t.join()
        # expect: other: False True
        # expect: cannot release un-acquired lock
