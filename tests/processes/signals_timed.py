"""Signals of timers, and a file that is told of signals."""
# real: the virtual machine tells no file, and has no timers of computing time
import os
import signal
import threading

mine = {signal.SIGUSR1, signal.SIGUSR2}
signal.signal(signal.SIGUSR1, lambda number, frame: print('handled', signal.strsignal(number)))
read_end, write_end = os.pipe()
os.set_blocking(write_end, False)
print(signal.set_wakeup_fd(write_end))  # expect: -1
signal.raise_signal(signal.SIGUSR1)     # expect: handled User defined signal 1
print(os.read(read_end, 10), signal.set_wakeup_fd(-1) == write_end)  # expect: b'\n' True

came = []
signal.signal(signal.SIGALRM, lambda number, frame: came.append(number))
signal.signal(signal.SIGPROF, lambda number, frame: came.append(number))
print(signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01), signal.getitimer(signal.ITIMER_REAL)[1])
# expect: (0.0, 0.0) 0.01
while len(came) < 2:
    signal.pause()
print(signal.setitimer(signal.ITIMER_REAL, 0)[1], set(came))  # expect: 0.01 {14}
signal.setitimer(signal.ITIMER_PROF, 0.01)
while signal.SIGPROF not in came:
    pass
for bad in (lambda: signal.setitimer(9, 1), lambda: signal.setitimer(0, -1),
            lambda: signal.pthread_kill(threading.get_ident(), 99),
            lambda: signal.sigwait([65]), lambda: signal.set_wakeup_fd(read_end),
            lambda: signal.signal(signal.SIGKILL, signal.SIG_DFL),
            lambda: signal.sigtimedwait(mine, -1)):
    try:
        bad()
    except Exception as error:
        print(type(error).__name__, str(error).replace(f'fd {read_end} ', 'fd READ END '))
        # expect: itimer_error [Errno 22] Invalid argument
        # expect: itimer_error [Errno 22] Invalid argument
        # expect: OSError [Errno 22] Invalid argument
        # expect: ValueError signal number 65 out of range [1; 64]
        # expect: ValueError the fd READ END must be in non-blocking mode
        # expect: OSError [Errno 22] Invalid argument
        # expect: ValueError timeout must be non-negative
