"""ctypes.pythonapi.PyThreadState_SetAsyncExc: an exception for another thread, as scripts stop one."""
# arguments: --clock virtual
# arguments: --as 2.7
import ctypes, threading, time
def raise_in(ident, exception):
    if exception is not None:
        exception = ctypes.py_object(exception)
    return ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(ident), exception)
class Stop(Exception):
    pass
def work():
    try:
        running.append(True)
        while True:
            pass
    except Stop as stop:
        print('stopped by', repr(stop))
    finally:
        print('the end')
def start(target):
    running.clear()
    thread = threading.Thread(target=target)
    thread.start()
    while not running:  # An Event could be left locked by what is raised in its set().
        time.sleep(0.001)
    return thread
running = []
thread = start(work)
count = raise_in(thread.ident, Stop)
thread.join()
# expect: stopped by Stop()
# expect: the end
print(count)                            # expect: 1
print(raise_in(thread.ident, Stop), thread.is_alive())  # expect: 0 False

# SystemExit ends it without a word; a wait comes to its end first.
def sleep():
    running.append(True)
    while True:
        time.sleep(0.001)
thread = start(sleep)
count = raise_in(thread.ident, SystemExit)
thread.join()
print(count)                            # expect: 1

# None takes back what is not raised yet: here nothing.
thread = start(work)
print(raise_in(thread.ident, None), thread.is_alive())  # expect: 1 True
raise_in(thread.ident, Stop)
thread.join()
# expect: stopped by Stop()
# expect: the end

# The thread itself, as well.
try:
    raise_in(threading.get_ident(), Stop)
    while True:
        pass
except Stop:
    print('raised here')                # expect: raised here
