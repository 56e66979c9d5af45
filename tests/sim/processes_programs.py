"""A process can start gilbox, which begins anew with the files that are meant for it."""
import os, subprocess, sys
def run(code, *args, **options):
    command = [sys.executable, '-c', code, *args]
    return subprocess.run(command, capture_output=True, text=True, **options)
done = run('import sys, os; print(sys.argv, os.getppid(), sys.stdin.read())', 'a', input='text')
print(done.returncode, done.stdout.strip())     # expect: 0 ['-c', 'a'] 1000 text
print(run('import sys; sys.exit("why")').stderr.strip())    # expect: why
code = 'import os; print(os.getcwd(), os.environ["X"])'
print(run(code, cwd='/', env={'X': 'y'}).stdout.strip())    # expect: / y
reads, writes = os.pipe()
code = 'import os, sys; os.write(int(sys.argv[1]), b"through the pipe")'
print(run(code, str(writes)).returncode)        # expect: 1
print(run(code, str(writes), pass_fds=[writes]).returncode, os.read(reads, 99))
# expect: 0 b'through the pipe'
pid = os.fork()
if pid == 0:
    os.execv(sys.executable, [sys.executable, '-c', 'raise SystemExit(5)'])
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))     # expect: 5
sys.stdout.flush()
pid = os.fork()
if pid == 0:
    os.execv(sys.executable, [sys.executable, '-c', 'print("as it was")'])  # expect: as it was
os.wait()
loop = subprocess.Popen([sys.executable, '-c', 'while True: pass'])
try: loop.wait(timeout=1)
except subprocess.TimeoutExpired: loop.kill()
print(loop.wait())                              # expect: -9
try: subprocess.run(['ls'])
except OSError as error: print(error.strerror)
# expect: The virtual machine starts no program but gilbox
