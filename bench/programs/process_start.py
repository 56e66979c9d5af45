"""Start a forked process and wait for its end, often."""
import multiprocessing
import time

COUNT = 100


def nothing():
    pass


if __name__ == '__main__':
    start = time.perf_counter()
    for _ in range(COUNT):
        process = multiprocessing.Process(target=nothing)
        process.start()
        process.join()
    print(f'result: {(time.perf_counter() - start) / COUNT:.6f}')
