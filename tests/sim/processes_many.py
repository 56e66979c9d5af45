"""Many processes, forks of threads and of forks, deep stacks, memory alone and shared."""
import multiprocessing, os, threading, time, warnings
warnings.simplefilter('ignore')                 # Forks of a process with threads.
def wait(pid): return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
def sleeper():
    pid = os.fork()
    if pid == 0:
        time.sleep(1)
        os._exit(3)
    return pid
pids = [sleeper() for _ in range(200)]
print({wait(pid) for pid in pids}, time.monotonic() < 2)    # expect: {3} True
def deep(n): return 0 if n == 0 else 1 + deep(n - 1)
def fork_here(results):
    pid = os.fork()
    if pid == 0:
        values.append(2)
        os._exit(deep(800) // 100 + len(values) + threading.active_count())
    results.append(wait(pid))
values, results = [1], []
threads = [threading.Thread(target=fork_here, args=(results,)) for _ in range(3)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(results, values)                          # expect: [11, 11, 11] [1]
def family(depth):
    if depth == 0: return 1
    pid = os.fork()
    if pid == 0: os._exit(family(depth - 1) + 1)
    return wait(pid)
print(family(8))                                # expect: 9
lock, count = multiprocessing.Lock(), multiprocessing.Value('i', 0, lock=False)
def add():
    for _ in range(20):
        with lock:
            seen = count.value
            time.sleep(0.001)
            count.value = seen + 1
processes = [multiprocessing.Process(target=add) for _ in range(5)]
for process in processes: process.start()
for process in processes: process.join()
print(count.value)                              # expect: 100
with open('/tmp/gilbox-shared', 'w+') as file:      # One open file: one place in it.
    if os.fork() == 0:
        os.write(file.fileno(), b'one file')
        os._exit(0)
    os.wait()
    print(os.lseek(file.fileno(), 0, os.SEEK_CUR))   # expect: 8
