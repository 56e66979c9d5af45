"""A deadlock between processes ends the program, and says for each process who waits for whom."""
# exit: 3
import multiprocessing, time
a, b = multiprocessing.Lock(), multiprocessing.Lock()
def take(first, second):
    with first:
        time.sleep(.05)
        second.acquire()
for args in (a, b), (b, a):
    multiprocessing.Process(target=take, args=args).start()
print('started')                                # expect: started
multiprocessing.active_children()[0].join()
# expect stderr: gilbox: deadlock after 0.05
# expect stderr: processes_deadlock.py:12 in <module>
# expect stderr: process 1001:
# expect stderr: processes_deadlock.py:8 in take
# expect stderr: process 1002:
# expect stderr: processes_deadlock.py:8 in take
