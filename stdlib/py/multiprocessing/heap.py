"""Places in memory that processes share.

A place that a child may know of is never given out again: the child may outlive our object. So
small places are reused only as long as no process has been started since they were given out; large
ones have memory of their own, which goes when the last process lets go.
"""

import os
import threading
from _multiprocessing import Memory

from . import context

__all__ = ['Block', 'BufferWrapper']

_ALIGNMENT = 32
_ARENA = 64 * 1024
_LARGE = 16 * 1024


class _Heap:
    """Where the small places are."""

    def __init__(self):
        self.generation = 0
        self.lock = threading.Lock()
        self.reset()

    def reset(self):
        self.arena = None
        self.at = _ARENA
        self.free = {}

    def after_fork(self, child):
        self.generation += 1
        self.free.clear()
        if child:
            # The parent goes on filling the arena that it has.
            self.lock = threading.Lock()
            self.reset()

    def take(self, size):
        with self.lock:
            free = self.free.get(size)
            if free:
                return free.pop()
            if self.at + size > _ARENA:
                self.arena, self.at = Memory(_ARENA), 0
            offset = self.at
            self.at += size
            return self.arena, offset

    def give(self, size, place, generation):
        if generation == self.generation:
            self.free.setdefault(size, []).append(place)


_heap = _Heap()
os.register_at_fork(after_in_parent=lambda: _heap.after_fork(False),
                    after_in_child=lambda: _heap.after_fork(True))


class Block:
    """Zeroed bytes at `offset` of `memory`."""

    __slots__ = 'memory', 'offset', 'size', '_room', '_generation', '__weakref__'

    def __init__(self, size):
        if size < 0:
            raise ValueError(f'Size {size} out of range')
        self.size = size
        self._generation = _heap.generation
        self._room = -(-max(size, 1) // _ALIGNMENT) * _ALIGNMENT
        if self._room >= _LARGE:
            self._room = 0
            self.memory, self.offset = Memory(size), 0
        else:
            self.memory, self.offset = _heap.take(self._room)
            self.view()[:] = bytes(size)

    def view(self):
        """The bytes, as a memoryview."""
        return memoryview(self.memory)[self.offset:self.offset + self.size]

    def __del__(self, heap=_heap):
        if getattr(self, '_room', 0) and hasattr(self, 'offset'):
            heap.give(self._room, (self.memory, self.offset), self._generation)

    def __reduce__(self):
        context.assert_spawning(self)
        _heap.generation += 1    # Somebody else knows it now.
        popen = context.get_spawning_popen()
        return _rebuild, (popen.duplicate_for_child(self.memory.file), self.memory.size,
                          self.offset, self.size)


_rebuilt = {}


def _rebuild(file, memory_size, offset, size):
    """In a spawned process: files are what the parent calls them."""
    memory = _rebuilt.get(file)
    if memory is None:
        memory = _rebuilt[file] = Memory(memory_size, file)
    block = Block.__new__(Block)
    block.memory, block.offset, block.size = memory, offset, size
    block._room, block._generation = 0, None
    return block


class BufferWrapper:
    """A block, by the name it has in CPython."""

    def __init__(self, size):
        self._block = Block(size)

    def create_memoryview(self):
        return self._block.view()
