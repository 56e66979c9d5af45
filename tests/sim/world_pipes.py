"""Pipes hold 64 KiB and make their ends wait, in virtual time."""
import os, select, threading, time
r, w = os.pipe()
def read_slowly():
    total = 0
    while chunk := os.read(r, 50_000):
        time.sleep(1)
        total += len(chunk)
    print(total)
thread = threading.Thread(target=read_slowly)
thread.start()
start = time.monotonic()
print(os.write(w, bytes(300_000)), round(time.monotonic() - start))  # expect: 300000 4
os.close(w)
thread.join()                                              # expect: 300000
os.close(r)
r, w = os.pipe()
os.set_blocking(w, False)
print(os.write(w, bytes(100_000)))                         # expect: 65536
try: os.write(w, b'x')
except BlockingIOError as error: print(error.strerror)     # expect: Resource temporarily unavailable
poll = select.poll()
poll.register(w, select.POLLOUT)
start = time.monotonic()
print(poll.poll(2500), round(time.monotonic() - start, 1))  # expect: [] 2.5
os.close(r)
try: os.write(w, b'x')
except BrokenPipeError as error: print(error.strerror)     # expect: Broken pipe
