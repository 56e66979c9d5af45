"""All ways to wait for a child, and what each tells."""
# real: the virtual machine stops and continues no process
import os
import signal


def child(action):
    pid = os.fork()
    if pid == 0:
        action()
        os._exit(3)
    return pid


pid = child(lambda: None)
told = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
print(told.si_status, told.si_code == os.CLD_EXITED, told.si_signo == signal.SIGCHLD)
# expect: 3 True True
print(os.wait()[1] >> 8)                # expect: 3
pid = child(lambda: os.kill(os.getpid(), signal.SIGTERM))
found, status, used = os.wait4(pid, 0)
print(found == pid, os.WIFSIGNALED(status), os.WTERMSIG(status), type(used).__name__)
# expect: True True 15 struct_rusage
print(os.waitstatus_to_exitcode(status))  # expect: -15
pid = child(lambda: sum(range(300000)))
found, status, used = os.wait3(0)
print(os.WEXITSTATUS(status), used[0] + used[1] > 0, used[6] > 0, len(used))  # expect: 3 True True 16

pid = child(signal.pause)
print(os.waitpid(pid, os.WNOHANG))      # expect: (0, 0)
os.kill(pid, signal.SIGSTOP)
status = os.waitpid(pid, os.WUNTRACED)[1]
print(os.WIFSTOPPED(status), os.WSTOPSIG(status))  # expect: True 19
os.kill(pid, signal.SIGCONT)
print(os.WIFCONTINUED(os.waitpid(pid, os.WCONTINUED)[1]))  # expect: True
os.kill(pid, signal.SIGKILL)            # Its SIGCHLD for going on may come late: none after this.
print(os.waitpid(pid, 0)[1])            # expect: 9
pid = child(signal.pause)
signal.signal(signal.SIGCHLD, lambda number, frame: print('SIGCHLD'))
os.kill(pid, signal.SIGKILL)
told = os.waitid(os.P_ALL, 0, os.WEXITED)  # expect: SIGCHLD
print(told.si_code == os.CLD_KILLED, told.si_status)  # expect: True 9
signal.signal(signal.SIGCHLD, signal.SIG_DFL)

pid = child(lambda: None)
print(os.waitpid(0, 0)[0] == pid)       # expect: True
for bad in lambda: os.waitpid(-1, 0), lambda: os.waitid(9, 0, os.WEXITED), lambda: os.wait4(1, 99):
    try:
        bad()
    except OSError as error:
        print(type(error).__name__, error)
        # expect: ChildProcessError [Errno 10] No child processes
        # expect: OSError [Errno 22] Invalid argument
        # expect: OSError [Errno 22] Invalid argument
