"""A signal that another thread raises is handled by the main thread."""
import signal
import threading
import time

got = []
signal.signal(signal.SIGUSR1, lambda number, frame: got.append(threading.current_thread().name))
def raise_some(count):
    for _ in range(count): signal.raise_signal(signal.SIGUSR1)

thread = threading.Thread(target=raise_some, args=(1,))
thread.start()
thread.join()
time.sleep(0.01)
print(got)                              # expect: ['MainThread']
thread = threading.Thread(target=raise_some, args=(50,))
thread.start()
thread.join()
print(len(got) > 1, set(got))           # expect: True {'MainThread'}
