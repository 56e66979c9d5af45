"""Daemon threads die with the program; others are waited for."""
# arguments: --as 2.7
# arguments: --as 3.9
# arguments: --as 3.12
import threading, time
def forever():
    while True: time.sleep(0.001)
def spins():
    while True: pass
def sleeps(): time.sleep(1000)
def waits(): threading.Lock().acquire() or threading.Event().wait()
for f in (forever, spins, sleeps, waits): threading.Thread(target=f, daemon=True).start()
main_ended = threading.Event()
def last():
    main_ended.wait()
    time.sleep(0.05)
    print('waited for')
threading.Thread(target=last).start()
def inherits(): print(threading.Thread().daemon, threading.current_thread().daemon)
t = threading.Thread(target=inherits, daemon=True); t.start(); t.join()
def child():
    t = threading.Thread(target=lambda: print('grandchild',
            threading.current_thread().daemon)); t.start(); t.join()
t = threading.Thread(target=child); t.start(); t.join()
import atexit
atexit.register(print, 'at exit')
print('main ends')
main_ended.set()
# expect: True True
# expect: grandchild False
# expect: main ends
# expect: waited for
# expect: at exit
