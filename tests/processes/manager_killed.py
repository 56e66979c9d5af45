"""A manager whose process is killed leaves no folder behind."""
import os, signal
from multiprocessing import Manager

for kills in False, True:
    manager = Manager()
    folder = os.path.dirname(manager.address)
    if kills:
        os.kill(manager._process.pid, signal.SIGKILL)
        manager.join()
    found = os.path.isdir(folder)
    manager.shutdown()
    print(found, os.path.exists(folder))
    # expect: True False
    # expect: True False
