"""What a script can find out about its machine is the same everywhere."""
import os, socket, sys, time
print(time.strftime('%Y-%m-%d %H:%M %Z'), time.timezone)   # expect: 2030-01-01 00:00 UTC 0
print(time.monotonic() < 1)                                # expect: True
print(os.getpid(), os.getppid(), os.getuid())              # expect: 1000 1 1000
print({k: v for k, v in os.environ.items() if not k.startswith('GILBOX')})
# expect: {'HOME': '/home/user', 'LANG': 'C.UTF-8', 'LOGNAME': 'user', 'PATH': '/usr/local/bin:/usr/bin:/bin', 'SHELL': '/bin/sh', 'USER': 'user'}
os.environ['NEW'] = '1'
print(os.getenv('NEW'), os.cpu_count())                    # expect: 1 4
print(os.uname().sysname, os.uname().machine, socket.gethostname())  # expect: Linux x86_64 virtual
print(sys.executable, time.get_clock_info('time').resolution)  # expect: /usr/local/bin/gilbox 1e-09
print(os.urandom(4).hex() != os.urandom(4).hex())          # expect: True
start, work = time.time(), time.process_time()
time.sleep(3600)
print(round(time.time() - start, 3), time.process_time() - work < 0.001)  # expect: 3600.0 True
