"""Processes of the virtual machine signal each other, end by signals, and are waited for."""
import os, signal, time
def child(function, *args):
    pid = os.fork()
    if pid == 0:
        function(*args)
        os._exit(0)
    return pid
def compute():
    while True: pass
def ended(pid):
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
spinner, sleeper = child(compute), child(time.sleep, 1000)
time.sleep(0.1)
print(os.waitpid(-1, os.WNOHANG))               # expect: (0, 0)
os.kill(spinner, signal.SIGKILL)
os.kill(sleeper, signal.SIGTERM)
print(ended(spinner), ended(sleeper), time.monotonic() < 0.2)   # expect: -9 -15 True
def polite():
    def leave(number, frame): os._exit(number)
    signal.signal(signal.SIGUSR1, leave)
    signal.pause()
pid = child(polite)
time.sleep(0.1)
os.kill(pid, signal.SIGUSR1)
print(ended(pid) == signal.SIGUSR1)             # expect: True
def alarmed():
    signal.alarm(2)
    time.sleep(100)
print(ended(child(alarmed)), round(time.monotonic(), 1))    # expect: -14 2.2
came = []
signal.signal(signal.SIGCHLD, lambda number, frame: came.append(number))
began = time.monotonic()
pid = child(time.sleep, 1)
time.sleep(2)                                   # A handler that returns does not end it.
print(came == [signal.SIGCHLD], ended(pid), round(time.monotonic() - began))  # expect: True 0 2
print(ended(child(os.abort)))                   # expect: -6
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
pid = child(time.sleep, 0)
try: os.waitpid(pid, 0)
except ChildProcessError: print('nobody')       # expect: nobody
def orphan():                                   # It lives on, until the first process ends.
    child(time.sleep, 1000)
child(orphan)
os.kill(0, 0)
os.kill(os.getpid(), 0)
try: os.kill(pid, signal.SIGTERM)
except ProcessLookupError: print('gone')        # expect: gone
signal.signal(signal.SIGCHLD, signal.SIG_DFL)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
pid = child(lambda: (time.sleep(1), signal.pthread_sigmask(signal.SIG_SETMASK, [])))
os.kill(pid, signal.SIGTERM)                    # Comes when it is no longer blocked.
began = time.monotonic()
print(ended(pid), round(time.monotonic() - began))     # expect: -15 1
