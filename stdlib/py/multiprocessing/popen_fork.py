"""Starting a process by fork."""

import os
import signal

from _multiprocessing import end_with

from . import util

__all__ = ['Popen']

# Ends of pipes by which children notice that this process ends: none of them must live on in
# another child. (Their own ends are closed at once.)
_held_files = set()


def open_pipes():
    """A pipe from the child and one to it, by which each notices that the other has ended."""
    from_child = os.pipe()
    try:
        return *from_child, *os.pipe()
    except BaseException:
        util.close_fds(*from_child)
        raise


class Popen:
    """A child: its id, how it ended, and a file that is ready when it has."""

    method = 'fork'

    def __init__(self, process_obj):
        util._flush_std_streams()
        self.returncode = self.finalizer = None
        self._launch(process_obj)

    def duplicate_for_child(self, file):
        return file

    def poll(self, flag=os.WNOHANG):
        """The exit code, minus the signal, or None."""
        if self.returncode is None:
            try:
                pid, status = os.waitpid(self.pid, flag)
            except OSError:
                return None  # Somebody else waited for it; nobody can know.
            if pid == self.pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def wait(self, timeout=None):
        if self.returncode is None and timeout is not None:
            from .connection import wait
            if not wait([self.sentinel], timeout):
                return None
        # The sentinel is ready a moment before the process has ended.
        return self.poll(0 if timeout != 0 else os.WNOHANG)

    def _send_signal(self, number):
        if self.returncode is None:
            try:
                os.kill(self.pid, number)
            except ProcessLookupError:
                pass
            except OSError:
                if self.wait(0.1) is None:
                    raise

    def terminate(self):
        self._send_signal(signal.SIGTERM)

    def kill(self):
        self._send_signal(signal.SIGKILL)

    def _launch(self, process_obj):
        parent_reads, child_writes, child_reads, parent_writes = open_pipes()
        try:
            self.pid = os.fork()
        except BaseException:
            util.close_fds(parent_reads, child_writes, child_reads, parent_writes)
            raise
        if self.pid == 0:
            code = 1
            try:
                util.close_fds(parent_reads, parent_writes, *_held_files)
                _held_files.clear()
                end_with(child_reads, signal.SIGTERM)
                code = process_obj._bootstrap(parent_sentinel=child_reads)
            finally:
                util._leave(code)
        util.close_fds(child_writes, child_reads)
        self._hold(parent_reads, parent_writes)

    def _hold(self, *files):
        _held_files.update(files)
        self.sentinel = files[0]
        self.finalizer = util.Finalize(self, _release, files)

    def close(self):
        if self.finalizer is not None:
            self.finalizer()


def _release(*files):
    _held_files.difference_update(files)
    util.close_fds(*files)
