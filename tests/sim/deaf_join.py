"""A signal while main is in join: under 2.7 it waits for the worker, which pays for it, too."""
# arguments: --as 2.7
# arguments: --as 3.12
import gilbox, signal, threading, time
def interrupt(number, frame): raise KeyboardInterrupt
signal.signal(signal.SIGALRM, interrupt)
def work():
    global worked
    start, n = time.monotonic(), 20_000_000
    while n > 0: n -= 1
    worked = time.monotonic() - start
worked = None
t = threading.Thread(target=work)
t.start()
signal.setitimer(signal.ITIMER_REAL, .1)
start = time.monotonic()
try: t.join()
except KeyboardInterrupt: after = time.monotonic() - start
deaf = gilbox.policy().name == 'tick'
print((worked is not None) == deaf, (after > .3) == deaf or after)  # expect: True True
t.join()
print(worked > .5 if deaf else worked < .5 or worked)  # expect: True
