"""Pickling for other processes: connections, sockets, locks and bound methods can be sent too."""

import functools
import io
import pickle
import socket
import types
from _pickle import _dumps_by

import _multiprocessing

from . import context as _context

__all__ = ['ForkingPickler', 'register', 'dump', 'send_handle', 'recv_handle', 'DupFd']


class ForkingPickler(pickle.Pickler):
    """A Pickler that knows more types. register() teaches it others."""

    _extra_reducers = {}

    def __init__(self, *args):
        import copyreg
        super().__init__(*args)
        self.dispatch_table = {**copyreg.dispatch_table, **self._extra_reducers}

    @classmethod
    def register(cls, type, reduce):
        """Pickle objects of a type by a reduce function."""
        cls._extra_reducers.update({type: reduce})

    @classmethod
    def dumps(cls, obj, protocol=None):
        """The object as bytes."""
        if cls is ForkingPickler:
            return _dumps_by(obj, cls._extra_reducers, protocol)
        with io.BytesIO() as file:
            cls(file, protocol).dump(obj)
            return file.getvalue()

    loads = pickle.loads


register = ForkingPickler.register


def dump(obj, file, protocol=None):
    """Write the object to a file."""
    pickler = ForkingPickler(file, protocol)
    pickler.dump(obj)


# --- Files ---

def DupFd(file):
    """Something that can be pickled, and gives a copy of the file by detach()."""
    popen = _context.get_spawning_popen()
    if popen is not None:
        from .popen_spawn_posix import _DupFd
        return _DupFd(popen.duplicate_for_child(file))
    from . import resource_sharer
    return resource_sharer.DupFd(file)


HAVE_SEND_HANDLE = True
ACKNOWLEDGE = True


def send_handle(conn, handle, destination_pid):
    """Hand an open file over a connection that is a Unix socket."""
    _multiprocessing.pass_file(conn.fileno(), handle)


def recv_handle(conn):
    """The file that was handed over, under a number of this process's own."""
    file = _multiprocessing.take_file(conn.fileno())
    if file is None:
        raise RuntimeError('received 0 items of ancdata')
    return file


# --- Methods and functions ---

def _reduce_method(method):
    owner = method.__self__
    return getattr, (owner, method.__func__.__name__)


def _reduce_method_descriptor(method):
    return getattr, (method.__objclass__, method.__name__)


for _type, _reduce in ((types.MethodType, _reduce_method),
                       (types.MethodDescriptorType, _reduce_method_descriptor),
                       (types.WrapperDescriptorType, _reduce_method_descriptor)):
    register(_type, _reduce)
del _type, _reduce


def _rebuild_partial(func, args, keywords):
    return functools.partial(func, *args, **keywords)


register(functools.partial, lambda partial: (
    _rebuild_partial, (partial.func, partial.args, partial.keywords or {})))


# --- Sockets ---

def _rebuild_socket(file, family, type, proto):
    return socket.socket(family, type, proto, fileno=file.detach())


def _reduce_socket(sock):
    return _rebuild_socket, (DupFd(sock.fileno()), sock.family, sock.type, sock.proto)


register(socket.socket, _reduce_socket)


class AbstractReducer:
    """What a context's reducer offers."""

    ForkingPickler = ForkingPickler
    register = register
    dump = dump
    DupFd = DupFd
