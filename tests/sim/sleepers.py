"""A day of sleeping takes no time, and threads sleep at once."""
import threading, time
start = time.monotonic()
ts = [threading.Thread(target=time.sleep, args=(86400 - i,)) for i in range(20)]
for t in ts: t.start()
for t in ts: t.join()
print(86400 <= time.monotonic() - start < 86400.1)      # expect: True
print(time.ctime())                                     # expect: Wed Jan  2 00:00:00 2030
print(time.process_time() < .1)                         # expect: True
