"""Queues, pipes, locks and values between processes."""
import multiprocessing


def answer(inbox, outbox, end):
    for item in iter(inbox.get, None):
        outbox.put(item * 2)
    end.send({'done': True})
    end.close()


def count(value, array, lock):
    for _ in range(100):
        with value.get_lock():
            value.value += 1
    with lock:
        array[0] += 1


inbox, outbox = multiprocessing.Queue(), multiprocessing.Queue()
here, there = multiprocessing.Pipe()
process = multiprocessing.Process(target=answer, args=(inbox, outbox, there))
process.start()
for item in (1, 'ab', None):
    inbox.put(item)
print(outbox.get(), outbox.get(), here.recv())  # expect: 2 abab {'done': True}
process.join()
value, array = multiprocessing.Value('i'), multiprocessing.Array('d', 2)
lock = multiprocessing.Lock()
processes = [multiprocessing.Process(target=count, args=(value, array, lock)) for _ in range(3)]
for process in processes:
    process.start()
for process in processes:
    process.join()
print(value.value, array[:])            # expect: 300 [3.0, 0.0]
try:
    lock.release()
except ValueError as error:
    print(error)                        # expect: semaphore or lock released too many times
