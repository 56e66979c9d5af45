"""Processes that are started and joined, one after the other and in groups: none is left, nor
anything that belonged to one.

    gilbox tests/soak/processes.py 10000
"""
import multiprocessing
import os
import sys


def work(number):
    sys.exit(number % 100)


def files():
    return len(os.listdir('/proc/self/fd'))


def run_group(first, size):
    group = [multiprocessing.Process(target=work, args=(first + i,)) for i in range(size)]
    for process in group:
        process.start()
    for number, process in enumerate(group, first):
        process.join()
        assert process.exitcode == number % 100, (number, process.exitcode)
        process.close()


def main(total):
    done = 0
    run_group(0, 1)
    files_before = files()
    while done < total:
        size = min(1 + done % 7, total - done)
        run_group(done, size)
        done += size
    assert files() == files_before, (files(), files_before)
    assert not multiprocessing.active_children()
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        print(f'{done} processes started and joined, none left')


if __name__ == '__main__':
    main(int(sys.argv[1]))
