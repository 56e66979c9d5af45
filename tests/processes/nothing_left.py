"""Whatever ends the parent, its children end too: no process, shared memory or file is left."""
# real: the virtual machine has one session
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

PROGRAM = '''
import multiprocessing, sys, time
from multiprocessing import shared_memory
memory = shared_memory.SharedMemory(create=True, size=10)
kind, how = sys.argv[1:]
if kind == 'pool':
    pool = multiprocessing.Pool(2)
    pool.map_async(time.sleep, [60, 60])
elif kind == 'manager':
    manager = multiprocessing.Manager()
else:
    for _ in range(2):
        multiprocessing.Process(target=time.sleep, args=(60,), daemon=kind == 'daemon').start()
print(memory.name, flush=True)
if how == 'raise':
    [child.terminate() for child in multiprocessing.active_children()]
    1 / 0
time.sleep(60)
'''


def processes_with(mark):
    found = []
    for name in filter(str.isdigit, os.listdir('/proc')):
        try:
            with open(f'/proc/{name}/environ', 'rb') as file:
                if mark in file.read():
                    found.append(int(name))
        except OSError:
            pass
    return found


def start(kind, how, *signals):
    mark = f'nothing_left={os.getpid()}-{kind}-{how}'
    folder = tempfile.mkdtemp()
    program = subprocess.Popen([sys.executable, '-c', PROGRAM, kind, how], text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                               env={**os.environ, 'MARK': mark, 'TMPDIR': folder},
                               start_new_session=True)
    return kind, how, signals, program, mark.encode(), folder


def finish(kind, how, signals, program, mark, folder):
    memory = '/dev/shm/' + program.stdout.readline().strip()
    for send, number in signals:
        send(program.pid, number)
    program.wait()
    program.stdout.close()
    deadline = time.monotonic() + 20
    while (left := processes_with(mark)) and time.monotonic() < deadline:
        time.sleep(0.02)
    print(kind, how, len(left), os.path.exists(memory), os.listdir(folder))
    shutil.rmtree(folder)
    for pid in left:
        os.kill(pid, signal.SIGKILL)


ENDS = {'raise': (), 'Ctrl-C': (os.killpg, signal.SIGINT), 'SIGTERM': (os.kill, signal.SIGTERM),
        'SIGKILL': (os.kill, signal.SIGKILL), 'SIGINT': (os.kill, signal.SIGINT)}
runs = [start(kind, how, *filter(None, [end])) for kind in ('plain', 'daemon', 'pool', 'manager')
        for how, end in ENDS.items()]
for run in runs:
    finish(*run)
    # expect: plain raise 0 False []
    # expect: plain Ctrl-C 0 False []
    # expect: plain SIGTERM 0 False []
    # expect: plain SIGKILL 0 False []
    # expect: plain SIGINT 0 False []
    # expect: daemon raise 0 False []
    # expect: daemon Ctrl-C 0 False []
    # expect: daemon SIGTERM 0 False []
    # expect: daemon SIGKILL 0 False []
    # expect: daemon SIGINT 0 False []
    # expect: pool raise 0 False []
    # expect: pool Ctrl-C 0 False []
    # expect: pool SIGTERM 0 False []
    # expect: pool SIGKILL 0 False []
    # expect: pool SIGINT 0 False []
    # expect: manager raise 0 False []
    # expect: manager Ctrl-C 0 False []
    # expect: manager SIGTERM 0 False []
    # expect: manager SIGKILL 0 False []
    # expect: manager SIGINT 0 False []
