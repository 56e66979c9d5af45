"""What log_to_stderr() tells of processes."""
# record: stderr
import logging
import multiprocessing
import sys


def work(code):
    print('working', flush=True)
    sys.exit(code)


if __name__ == '__main__':
    logger = multiprocessing.log_to_stderr(logging.DEBUG)
    print(logger is multiprocessing.get_logger(), logger.name, logger.level)
    for code in 0, 3:
        process = multiprocessing.Process(target=work, args=(code,), name=f'worker {code}')
        process.start()
        process.join()
    logger.setLevel(multiprocessing.SUBWARNING)
    logger.info('not to be seen')
    logger.setLevel(logging.INFO)
# expect: True multiprocessing 10
# expect: working
# expect: working
# expect stderr: [INFO/worker 0] child process calling self.run()
# expect stderr: [INFO/worker 0] process shutting down
# expect stderr: [DEBUG/worker 0] running all "atexit" finalizers with priority >= 0
# expect stderr: [DEBUG/worker 0] running the remaining "atexit" finalizers
# expect stderr: [INFO/worker 0] process exiting with exitcode 0
# expect stderr: [INFO/worker 3] child process calling self.run()
# expect stderr: [INFO/worker 3] process shutting down
# expect stderr: [DEBUG/worker 3] running all "atexit" finalizers with priority >= 0
# expect stderr: [DEBUG/worker 3] running the remaining "atexit" finalizers
# expect stderr: [INFO/worker 3] process exiting with exitcode 3
# expect stderr: [INFO/MainProcess] process shutting down
