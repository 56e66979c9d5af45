# real: the virtual machine has no named pipes, and one user
import os, stat, tempfile, threading

folder = tempfile.mkdtemp()
path = os.path.join(folder, 'a')
open(path, 'w').close()
me, group = os.getuid(), os.getgid()
print(os.chown(path, me, -1), os.chown(path, -1, group), os.lchown(path, -1, -1))
# expect: None None None
with open(path) as f:
    print(os.fchown(f.fileno(), me, group), os.chown(f.fileno(), -1, -1))  # expect: None None
for args in ((path, 'a', 1), (path, -2, 1), (path, 1, 1 << 40), (path + 'x', -1, -1), (path, 1.5, 1)):
    try:
        os.chown(*args)
    except (OSError, TypeError, OverflowError) as e:
        print(type(e).__name__, str(e).replace(folder, '...'))
        # expect: TypeError uid should be integer, not str
        # expect: OverflowError uid is less than minimum
        # expect: OverflowError gid is less than minimum
        # expect: FileNotFoundError [Errno 2] No such file or directory: '.../ax'
        # expect: TypeError uid should be integer, not float
fifo = os.path.join(folder, 'fifo')
os.mkfifo(fifo, 0o600)
print(stat.S_ISFIFO(os.stat(fifo).st_mode), oct(stat.S_IMODE(os.stat(fifo).st_mode)))
# expect: True 0o600
def write():
    with open(fifo, 'w') as f:
        f.write('through a pipe\n')
thread = threading.Thread(target=write)
thread.start()
with open(fifo) as f:
    print(f.read(), end='')             # expect: through a pipe
thread.join()
try:
    os.mkfifo(fifo)
except FileExistsError as e:
    print(e.strerror)                   # expect: File exists
for name in 'a', 'fifo':
    os.unlink(os.path.join(folder, name))
os.rmdir(folder)
