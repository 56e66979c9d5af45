"""Other ways never to end: one's own lock, an event that nobody sets, a queue that nobody fills."""
# exit: 3
import queue, threading
def hang(target): threading.Thread(target=target, name=target.__name__).start()
def own():
    lock = threading.Lock()
    with lock: lock.acquire()
def event(): threading.Event().wait()
def empty(): queue.Queue().get()
for f in (own, event, empty): hang(f)
# expect stderr: own waits for a lock that it has taken itself, 
# expect stderr: deadlocks.py:7 in own
# expect stderr: event waits in Event.wait, 
# expect stderr: empty waits in Queue.get, 
