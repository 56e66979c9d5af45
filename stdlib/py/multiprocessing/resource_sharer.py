"""Files sent to processes that run: connections and sockets pickled at any time.

What is pickled is a ticket: where this process listens, and a number. The process that unpickles it
connects, shows the number, and is handed the file. A thread answers; the first ticket starts it.
"""

import os
import threading

from . import process, reduction, util
from .connection import Client, Listener

__all__ = ['DupFd', 'stop']


class DupFd:
    """A ticket for an open file. Good for one detach()."""

    def __init__(self, file):
        self._ticket = _sharer.offer(os.dup(file))

    def detach(self):
        """The file, under a number of the calling process's own."""
        address, number = self._ticket
        with Client(address, authkey=process.current_process().authkey) as conn:
            conn.send(number)
            return reduction.recv_handle(conn)


class _Sharer:
    """The files that are offered, and the thread that hands them out."""

    def __init__(self):
        self._lock = threading.Lock()
        self._forget()
        os.register_at_fork(after_in_child=self._after_fork)

    def _forget(self):
        self._files = {}
        self._count = 0
        self._listener = self._thread = None

    def _after_fork(self):
        """What is offered here is the parent's to hand out."""
        self._lock = threading.Lock()
        util.close_fds(*self._files.values())
        if self._listener is not None:
            self._listener._listener._unlink.cancel()
            self._listener._listener._socket.close()
        self._forget()

    def offer(self, file):
        with self._lock:
            try:
                if self._listener is None:
                    self._start()
            except BaseException:
                os.close(file)
                raise
            self._count += 1
            self._files[self._count] = file
            return self._listener.address, self._count

    def _start(self):
        listener = Listener(authkey=process.current_process().authkey, backlog=128)
        try:
            self._thread = threading.Thread(target=self._serve, args=(listener,), daemon=True,
                                            name='ResourceSharer')
            self._thread.start()
        except BaseException:
            listener.close()
            raise
        self._listener = listener

    def _serve(self, listener):
        while True:
            try:
                with listener.accept() as conn:
                    number = conn.recv()
                    if number is None:
                        return
                    file = self._files.pop(number)
                    try:
                        reduction.send_handle(conn, file, None)
                    finally:
                        os.close(file)
            except Exception as error:
                # A stranger, or one that has gone: the next may be neither.
                if util.is_exiting():
                    return
                util.sub_warning('file not handed over: %r', error)

    def stop(self, timeout=None):
        """End the thread; what nobody has come for is closed."""
        with self._lock:
            if self._listener is None:
                return
            with Client(self._listener.address,
                        authkey=process.current_process().authkey) as conn:
                conn.send(None)
            self._thread.join(timeout)
            if self._thread.is_alive():
                util.sub_warning('ResourceSharer thread did not stop when asked')
            self._listener.close()
            util.close_fds(*self._files.values())
            self._forget()


_sharer = _Sharer()
stop = _sharer.stop
