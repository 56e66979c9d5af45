"""Signals that are blocked wait until they are asked for."""
import os
import signal
import threading

mine = {signal.SIGUSR1, signal.SIGUSR2}
signal.signal(signal.SIGUSR1, lambda number, frame: print('handled', signal.strsignal(number)))
print(signal.pthread_sigmask(signal.SIG_BLOCK, mine))  # expect: set()
os.kill(os.getpid(), signal.SIGUSR1)
print(signal.sigpending())              # expect: {<Signals.SIGUSR1: 10>}
print(signal.sigwait(mine), signal.sigpending())  # expect: 10 set()
print(signal.sigtimedwait(mine, 0.001))  # expect: None
signal.raise_signal(signal.SIGUSR2)
info = signal.sigwaitinfo(mine)
print(info.si_signo, info.si_pid == os.getpid(), info.si_uid == os.getuid())
# expect: 12 True True

thread = threading.Thread(target=lambda: print('thread got', signal.sigwait({signal.SIGUSR2})))
thread.start()
signal.pthread_kill(thread.ident, signal.SIGUSR2)
thread.join()                           # expect: thread got 12
signal.pthread_kill(threading.get_ident(), signal.SIGUSR1)
print('unblocked', signal.pthread_sigmask(signal.SIG_SETMASK, ()) == mine)
# expect: handled User defined signal 1
# expect: unblocked True
