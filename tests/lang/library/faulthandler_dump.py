"""Tracebacks on request."""
import faulthandler
import os
import signal
import tempfile
import threading

def written(act):
    with tempfile.TemporaryFile() as file:
        act(file)
        file.seek(0)
        return [line.split('", ')[-1] for line in file.read().decode().splitlines()]

def dump(file):
    faulthandler.dump_traceback(file, all_threads=False)
print(written(dump))
# expect: ['Stack (most recent call first):', 'line 15 in dump', 'line 10 in written', 'line 16 in <module>']
print(len([line for line in written(faulthandler.dump_traceback) if 'thread' in line]))
# expect: 1
faulthandler.enable()
print(faulthandler.is_enabled(), faulthandler.disable(), faulthandler.is_enabled())
# expect: True True False
def on_signal(file):
    faulthandler.register(signal.SIGUSR1, file, all_threads=False)
    os.kill(os.getpid(), signal.SIGUSR1)
    print(faulthandler.unregister(signal.SIGUSR1), faulthandler.unregister(signal.SIGUSR1))
print(written(on_signal)[0])
# expect: True False
# expect: Stack (most recent call first):
def later(file):
    faulthandler.dump_traceback_later(0.05, file=file)
    threading.Event().wait(0.2)
    faulthandler.cancel_dump_traceback_later()
print(written(later)[0])                # expect: Timeout (0:00:00.050000)!
try:
    faulthandler.dump_traceback_later(0)
except ValueError as error:
    print(error)                        # expect: timeout must be greater than 0
