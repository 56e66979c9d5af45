"""A deadlock ends the program at once, and says who waits for whom, and where."""
# exit: 3
import threading, time
a, b = threading.Lock(), threading.Lock()
def take(first, second):
    with first:
        time.sleep(.05)
        second.acquire()
ts = [threading.Thread(target=take, args=args, name=f't{i}')
      for i, args in enumerate([(a, b), (b, a)])]
for t in ts: t.start()
print('started')                        # expect: started
ts[0].join()
# expect stderr: gilbox: deadlock after 0.05
# expect stderr: MainThread waits for the end of t0 in Thread.join, 
# expect stderr: deadlock.py:13 in <module>
# expect stderr: t0 waits for a lock that t1 has taken, 
# expect stderr: deadlock.py:8 in take
# expect stderr: t1 waits for a lock that t0 has taken, 
