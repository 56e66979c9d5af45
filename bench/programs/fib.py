import time


def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


start = time.process_time()
fib(30)
print('result:', time.process_time() - start)
