"""What the workers of a pool have printed is not lost with the pool, however that ends."""
import multiprocessing


def double(x):
    print('doubling', x)
    return 2 * x


if __name__ == '__main__':
    with multiprocessing.Pool(1) as pool:
        pool.map(double, [1])    # expect: doubling 1
    pool = multiprocessing.Pool(1)
    pool.map(double, [2])        # expect: doubling 2
    pool.terminate()
    pool.join()
    forgotten = multiprocessing.Pool(1)
    got = forgotten.map(double, [3])
    print('got', got, flush=True)    # expect: got [6]
    # At the end of the program:
    # expect: doubling 3
