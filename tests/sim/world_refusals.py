"""What the virtual machine cannot do, it refuses by name."""
import os, signal, socket, subprocess
def attempt(function, *args):
    try: print(function(*args))
    except OSError as error: print(type(error).__name__, error)
attempt(subprocess.run, ['true'])
# expect: OSError [Errno 38] The virtual machine starts no program but gilbox: 'true'
attempt(os.system, 'true')
# expect: OSError [Errno 38] The virtual machine starts no program but gilbox
attempt(os.execv, '/bin/true', ['true'])
# expect: OSError [Errno 38] The virtual machine starts no program but gilbox
attempt(os.setsid)
# expect: OSError [Errno 38] The virtual machine has one process group and one session
attempt(os.nice, 1)
# expect: OSError [Errno 38] The virtual machine has one priority
attempt(os.sched_setaffinity, 0, [0])
# expect: OSError [Errno 38] The virtual machine lets a process use all its cores
attempt(signal.pthread_sigmask, signal.SIG_BLOCK, [signal.SIGUSR1])
# expect: OSError [Errno 38] The virtual machine blocks no signals
attempt(signal.setitimer, signal.ITIMER_PROF, 1)
# expect: itimer_error [Errno 38] The virtual machine has no timers of computing time
attempt(signal.set_wakeup_fd, os.pipe2(os.O_NONBLOCK)[1])
# expect: OSError [Errno 38] The virtual machine writes no signals to files
attempt(os.kill, 4711, 15)
# expect: ProcessLookupError [Errno 3] No such process
attempt(os.waitpid, -1, 0)
# expect: ChildProcessError [Errno 10] No child processes
attempt(socket.create_connection, ('example.com', 80))
# expect: gaierror [Errno -2] The virtual machine reaches no other machine, only itself
attempt(socket.create_connection, ('192.0.2.1', 80))
# expect: OSError [Errno 38] The virtual machine reaches no other machine, only itself
attempt(open, '/proc/cpuinfo')
# expect: OSError [Errno 38] The virtual machine has no /proc and no /sys: '/proc/cpuinfo'
attempt(open, '/dev/tty')
# expect: OSError [Errno 6] No such device or address: '/dev/tty'
attempt(os.get_terminal_size)
# expect: OSError [Errno 25] Inappropriate ioctl for device
print(os.path.exists('/proc/self'), os.isatty(0), os.isatty(1))  # expect: False False False
