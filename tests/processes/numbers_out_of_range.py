"""Numbers of processes and signals that the system's types cannot hold are refused, not cut off."""
import _multiprocessing
import os
import posix
import signal


def refused(call, *args, **named):
    try:
        print('not refused', call.__name__, args, call(*args, **named))
    except (OverflowError, ValueError, OSError) as error:
        return type(error).__name__


# Cut to 32 bits this would be -1, which is everybody.
print(refused(os.kill, 2**32 - 1, 0), refused(os.killpg, -2**63, 0))  # expect: OverflowError OverflowError
print(refused(os.waitpid, -2**63, os.WNOHANG))    # expect: OverflowError
print(refused(os.waitid, os.P_PID, 2**33, os.WEXITED))  # expect: OverflowError
print(refused(os.getpgid, 2**40), refused(os.setpgid, 2**32, 0))  # expect: OverflowError OverflowError
files = -1, -1, -1
for number in ('user', 2**32), ('user_group', 2**32), ('umask', 2**40), ('group', 2**40):
    print(refused(posix._spawn, 'x', ['/bin/true'], ['x'], None, None, files,
                  **dict([number])))
    # expect: OverflowError
    # expect: OverflowError
    # expect: OverflowError
    # expect: OverflowError
action = os.POSIX_SPAWN_DUP2, 2**31 - 1, 2**31 - 1
print(refused(os.posix_spawn, '/bin/true', ['x'], {}, file_actions=[action]) != 'OverflowError')
# expect: True
print(refused(_multiprocessing.Memory, 1, 2**32))  # expect: OverflowError
read_end, write_end = os.pipe()
for number in -1, 65, 2**32 + 9:
    print(refused(_multiprocessing.end_with, read_end, number))
    # expect: OSError
    # expect: OSError
    # expect: OverflowError

got = []
signal.signal(signal.SIGRTMAX, lambda number, frame: got.append(number))
if os.fork() == 0:
    os.kill(os.getppid(), signal.SIGRTMAX)
    os._exit(0)
os.wait()
print(got)  # expect: [64]
signal.signal(signal.SIGALRM, lambda number, frame: got.append(number))
signal.setitimer(signal.ITIMER_REAL, 0.001, 8e9)
signal.pause()
print(got[1:], signal.getitimer(signal.ITIMER_REAL)[1] == 8e9)  # expect: [14] True
