"""What threads refuse."""
# arguments: --as 2.7
# arguments: --as 3.9
# arguments: --as 3.12
import threading
t = threading.Thread(target=int); t.start(); t.join()
named = threading.Thread(name='worker', daemon=True)
for call in (lambda: t.start(), lambda: threading.Thread(group=5), lambda: named.join(),
             lambda: threading.current_thread().join(), lambda: setattr(t, 'daemon', 5)
             or t.daemon, lambda: threading.Thread(5).start()):
    try: print(call())
    except Exception as e: print(type(e).__name__, e)
    # expect: RuntimeError threads can only be started once
    # expect: AssertionError group argument must be None for now
    # expect: RuntimeError cannot join thread before it is started
    # expect: RuntimeError cannot join current thread
    # expect: RuntimeError cannot set daemon status of active thread
    # expect: AssertionError group argument must be None for now
class NoInit(threading.Thread):
    def __init__(self): pass
try: NoInit().start()
except RuntimeError as e: print(e)      # expect: thread.__init__() not called
