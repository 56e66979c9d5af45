import time
from threading import Thread


def nothing():
    pass


start = time.perf_counter()
for _ in range(3000):
    thread = Thread(target=nothing)
    thread.start()
    thread.join()
print('result:', time.perf_counter() - start)
