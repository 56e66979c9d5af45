"""concurrent.futures: threads and processes."""
import concurrent.futures as futures
import os


def square(x):
    return x * x


def fail(x):
    raise KeyError(x)


for kind in futures.ThreadPoolExecutor, futures.ProcessPoolExecutor:
    with kind(2) as executor:
        print(list(executor.map(square, range(5))))
        future = executor.submit(fail, 1)
        print(repr(future.exception()), future.done(), future.cancel())
        all_of_them = [executor.submit(square, x) for x in range(4)]
        print(sorted(f.result() for f in futures.as_completed(all_of_them)))
        print(len(futures.wait(all_of_them).done))
    try:
        executor.submit(square, 1)
    except RuntimeError as error:
        print(error)
# expect: [0, 1, 4, 9, 16]
# expect: KeyError(1) True False
# expect: [0, 1, 4, 9]
# expect: 4
# expect: cannot schedule new futures after shutdown
# expect: [0, 1, 4, 9, 16]
# expect: KeyError(1) True False
# expect: [0, 1, 4, 9]
# expect: 4
# expect: cannot schedule new futures after shutdown
with futures.ProcessPoolExecutor(1) as executor:
    try:
        executor.submit(os._exit, 1).result()
    except futures.BrokenExecutor as error:
        print(type(error).__name__)     # expect: BrokenProcessPool
