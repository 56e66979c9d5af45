"""differs: processes
cause: a status says the same to a shell, and the program ends in order
workaround: a parent that looks for death by SIGINT may look for status 130, too
"""
import os
import signal
print('before', flush=True)             # expect: before
os.kill(os.getpid(), signal.SIGINT)
for _ in range(1000): pass
# expect stderr: KeyboardInterrupt
# exit: 130
