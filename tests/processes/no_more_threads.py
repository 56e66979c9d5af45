"""Where a thread can't be started, whoever needs one is told, and nobody waits for it."""
import multiprocessing, threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.managers import SyncManager

start = threading._start_new_thread
def refuse(*arguments):
    raise RuntimeError("can't start new thread")
def allow(count):
    left = [start] * count
    threading._start_new_thread = lambda *arguments: (left.pop() if left else refuse)(*arguments)

def main():
    allow(0)
    with ProcessPoolExecutor(2) as executor:
        try:
            executor.submit(abs, -1)
        except RuntimeError as error:
            print(error)            # expect: can't start new thread
        allow(10)
        print(executor.submit(abs, -1).result())    # expect: 1
    allow(0)
    try:
        with ProcessPoolExecutor(2) as executor: executor.submit(abs, -1)
    except RuntimeError as error:
        print(error)                # expect: can't start new thread
    allow(10)

    manager = SyncManager()
    manager.start(allow, [2])       # In its process: one that listens, and one for the first caller.
    try:
        manager.dict()
    except (EOFError, ConnectionResetError):
        print('nobody serves')      # expect: nobody serves
    manager.shutdown()
    print(multiprocessing.active_children())        # expect: []
main()
