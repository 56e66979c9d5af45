"""Starting a process as a new program, that is told by a pipe what to run."""

import io
import os

from . import popen_fork, spawn, util
from .context import reduction, set_spawning_popen

__all__ = ['Popen']


class _DupFd:
    """A file of the parent: the child has it under the same number."""

    def __init__(self, file):
        self.file = file

    def detach(self):
        return self.file


class Popen(popen_fork.Popen):
    method = 'spawn'
    DupFd = _DupFd

    def __init__(self, process_obj):
        self._files = []
        super().__init__(process_obj)

    def duplicate_for_child(self, file):
        self._files.append(file)
        return file

    def _launch(self, process_obj):
        from . import resource_tracker
        tracker = resource_tracker.getfd()
        if tracker is not None:
            self._files.append(tracker)
        data = io.BytesIO()
        set_spawning_popen(self)
        try:
            reduction.dump(spawn.get_preparation_data(process_obj._name), data)
            reduction.dump(process_obj, data)
        finally:
            set_spawning_popen(None)
        parent_reads, child_writes, child_reads, parent_writes = popen_fork.open_pipes()
        try:
            command = spawn.get_command_line(tracker_fd=tracker, pipe_handle=child_reads)
            self._files += [child_reads, child_writes]
            self.pid = util.spawnv_passfds(spawn.get_executable(), command, self._files)
            with open(parent_writes, 'wb', closefd=False) as file:
                file.write(data.getbuffer())
        except BaseException:
            util.close_fds(parent_reads, parent_writes)
            raise
        finally:
            util.close_fds(child_writes, child_reads)
        self._hold(parent_reads, parent_writes)
