import time


def countdown(n):
    while n > 0:
        n -= 1


start = time.process_time()
countdown(20_000_000)
print('result:', time.process_time() - start)
