"""What Popen can be asked for, and what is left when it fails."""
# real: the virtual machine has no /proc
import os
import subprocess
import sys


def sh(command, **options):
    return subprocess.run(['sh', '-c', command], stdout=subprocess.PIPE, text=True,
                          **options).stdout.strip()


def files():
    return len(os.listdir('/proc/self/fd'))


before = files()
print(sh('umask', umask=0o27), sh('echo $A $B', env={'A': 'x', 'B': 'y'}), sh('pwd', cwd='/'))
# expect: 0027 x y /
print(sh('ps -o pgid= -o sid= -p $$ | tr -s " "', start_new_session=True).split().count(
    str(os.getpgrp())))                 # expect: 0
print(sh('cat; echo err >&2', input='typed', stderr=subprocess.STDOUT))  # expect: typederr
print(sh('echo $HELLO', preexec_fn=lambda: os.environ.update(HELLO='no')), end='|\n')
# expect: no|
read_end, write_end = os.pipe()
print(sh(f'echo passed >&{write_end}', pass_fds=[write_end]), os.read(read_end, 20))
# expect:  b'passed\n'
print(repr(sh(f'echo x >&{write_end}', stderr=subprocess.DEVNULL)))  # expect: ''
os.close(read_end)
os.close(write_end)
print(subprocess.run(['kill', '-9', '0'], shell=False, start_new_session=True).returncode)
# expect: -9
print(subprocess.run('exit 7', shell=True), subprocess.getstatusoutput('echo a; exit 3'))
# expect: CompletedProcess(args='exit 7', returncode=7) (3, 'a')
for options in (dict(args=['/no/such']), dict(args=['true'], cwd='/no/such'),
                dict(args=['true', 'a\0b']), dict(args=['true'], env={'A=': '1'}),
                dict(args=['/bin/true', 'x' * (1 << 22)]), dict(args=['/']), dict(args=[]),
                dict(args=['true'], preexec_fn=lambda: 1 / 0), dict(args=['true'], user=-1),
                dict(args=['false'], check=True), dict(args=['sleep', '9'], timeout=0.05),
                dict(args=['kill $$'], shell=True, check=True),
                dict(args=['true'], encoding='nonsense', stdout=-1)):
    try:
        subprocess.run(**options)
    except Exception as error:
        print(type(error).__name__, str(error)[:40])
        # expect: FileNotFoundError [Errno 2] No such file or directory: '/n
        # expect: FileNotFoundError [Errno 2] No such file or directory: '/n
        # expect: ValueError embedded null byte
        # expect: ValueError illegal environment variable name
        # expect: OSError [Errno 7] Argument list too long: '/bin/
        # expect: PermissionError [Errno 13] Permission denied: '/'
        # expect: IndexError list index out of range
        # expect: SubprocessError Exception occurred in preexec_fn.
        # expect: ValueError User ID cannot be negative, got -1
        # expect: CalledProcessError Command '['false']' returned non-zero ex
        # expect: TimeoutExpired Command '['sleep', '9']' timed out after
        # expect: CalledProcessError Command '['kill $$']' died with <Signals
        # expect: LookupError unknown encoding: nonsense
try:
    subprocess.run('exit 3', shell=True, check=True)
except subprocess.CalledProcessError as error:
    print(repr(error))                  # expect: CalledProcessError(3, 'exit 3')
dead = subprocess.Popen(['true'], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
print(dead.wait(), dead.communicate(b'x' * 1000000), dead.returncode, dead.poll())
# expect: 0 (b'', None) 0 0
os.waitpid(os.posix_spawn('/bin/true', ['true'], {}), 0)
print(files() == before)                # expect: True
try:
    print(os.waitpid(-1, os.WNOHANG))
except ChildProcessError as error:
    print(error)                        # expect: [Errno 10] No child processes
