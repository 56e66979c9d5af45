"""Processes: exit codes, names, daemons, subclasses; and what may not be done with them."""
import multiprocessing
import os
import sys
import time


def work(code):
    sys.exit(code)


class Own(multiprocessing.Process):
    def run(self):
        os._exit(9)


def attempt(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error)


for code in (0, 3, None):
    process = multiprocessing.Process(target=work, args=(code,), name=f'p{code}')
    process.start()
    process.join()
    print(process.name, process.exitcode, process.is_alive())
    # expect: p0 0 False
    # expect: p3 3 False
    # expect: pNone 0 False
own = Own(daemon=True)
attempt(own.join)                       # expect: AssertionError can only join a started process
own.start()
attempt(own.start)                      # expect: AssertionError cannot start a process twice
own.join()
print(own.exitcode, own.daemon)         # expect: 9 True
own.close()
attempt(own.is_alive)                   # expect: ValueError process object is closed
sleeper = multiprocessing.Process(target=time.sleep, args=(60,))
sleeper.start()
sleeper.join(0.01)
print(sleeper.exitcode, multiprocessing.active_children() == [sleeper])  # expect: None True
sleeper.terminate()
sleeper.join()
print(sleeper.exitcode, multiprocessing.active_children())  # expect: -15 []
print(multiprocessing.current_process().name, multiprocessing.parent_process())
# expect: MainProcess None
