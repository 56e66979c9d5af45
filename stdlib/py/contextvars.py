"""Variables that each task has for itself, as threading.local has them for each thread."""

from _contextvars import *

__all__ = ('Context', 'ContextVar', 'Token', 'copy_context')
