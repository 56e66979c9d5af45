"""What the main program has printed is out when it ends, even if a thread that it leaves behind
ends the process with no regard for anybody."""
import os
import threading


def end():
    threading.main_thread().join()
    os._exit(0)


threading.Thread(target=end).start()
print('printed')                        # expect: printed
