"""How much memory objects take, while it is traced: sums, but not where it was asked for.

get_traced_memory() tells the size now and the highest size that was asked for. Snapshots are empty.
"""

from _tracemalloc import *
from _tracemalloc import _get_object_traceback

__all__ = ['Snapshot', 'clear_traces', 'get_object_traceback', 'get_traceback_limit',
           'get_traced_memory', 'get_tracemalloc_memory', 'is_tracing', 'reset_peak', 'start',
           'stop', 'take_snapshot']


class Snapshot:
    """What take_snapshot() gives: there are no traces in it."""

    def __init__(self, traces, traceback_limit):
        self.traces, self.traceback_limit = traces, traceback_limit

    def filter_traces(self, filters):
        return self

    def statistics(self, key_type, cumulative=False):
        """The blocks by file, line or traceback: none are known."""
        if key_type not in ('traceback', 'filename', 'lineno'):
            raise ValueError(f'unknown key_type: {key_type!r}')
        return []

    def compare_to(self, old_snapshot, key_type, cumulative=False):
        return self.statistics(key_type, cumulative)


def get_object_traceback(obj):
    """Where the object was made: None, it is not known."""
    return _get_object_traceback(obj)


def take_snapshot():
    """A Snapshot; RuntimeError if nothing is being traced."""
    if not is_tracing():
        raise RuntimeError('the tracemalloc module must be tracing memory allocations to take a '
                           'snapshot')
    return Snapshot((), get_traceback_limit())
