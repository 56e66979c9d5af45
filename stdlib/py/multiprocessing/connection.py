"""Messages between processes: over pipes, Unix sockets and TCP, with a key for strangers."""

import hmac
import itertools
import os
import pickle
import socket
import tempfile
from _multiprocessing import ready, receive, send
from _pickle import _dumps_by

from . import reduction, util
from .context import AuthenticationError, BufferTooShort

__all__ = ['Client', 'Listener', 'Pipe', 'wait']

BUFSIZE = 8192
CONNECTION_TIMEOUT = 20.0
families = ['AF_INET', 'AF_UNIX']
default_family = 'AF_UNIX'
_counter = itertools.count()
_reducers = reduction.ForkingPickler._extra_reducers
_loads = pickle.loads


# --- Connections ---

class _ConnectionBase:
    """One end of a pipe or socket."""

    _handle = None

    def __init__(self, handle, readable=True, writable=True):
        handle = handle.__index__()
        if handle < 0:
            raise ValueError('invalid handle')
        if not (readable or writable):
            raise ValueError('at least one of `readable` and `writable` must be True')
        self._handle, self._readable, self._writable = handle, readable, writable

    def __del__(self):
        if self._handle is not None:
            self.close()

    def _check_closed(self):
        if self._handle is None:
            raise OSError('handle is closed')

    def _check_writable(self):
        self._check_closed()
        if not self._writable:
            raise OSError('connection is read-only')

    def _check_readable(self):
        self._check_closed()
        if not self._readable:
            raise OSError('connection is write-only')

    @property
    def closed(self):
        """Has close() been called?"""
        return self._handle is None

    @property
    def readable(self):
        """Can it receive?"""
        return self._readable

    @property
    def writable(self):
        """Can it send?"""
        return self._writable

    def fileno(self):
        """The number of its file."""
        self._check_closed()
        return self._handle

    def close(self, close=os.close):
        """Give the file back."""
        handle, self._handle = self._handle, None
        if handle is not None:
            close(handle)

    def send(self, obj):
        """Send an object, pickled."""
        if self._handle is None or not self._writable:
            self._check_writable()
        send(self._handle, _dumps_by(obj, _reducers))

    def recv(self):
        """The next object that was sent; waits for it."""
        if self._handle is None or not self._readable:
            self._check_readable()
        return _loads(receive(self._handle))

    def send_bytes(self, buf, offset=0, size=None):
        """Send bytes, or size of them from offset on, as one message."""
        self._check_writable()
        view = memoryview(buf)
        if view.itemsize > 1:
            view = view.cast('B')
        length = view.nbytes
        if offset < 0:
            raise ValueError('offset is negative')
        if length < offset:
            raise ValueError('buffer length < offset')
        if size is None:
            size = length - offset
        elif size < 0:
            raise ValueError('size is negative')
        elif offset + size > length:
            raise ValueError('buffer length < offset + size')
        send(self._handle, view if size == length else view[offset:offset + size])

    def recv_bytes(self, maxlength=None):
        """The next message. If it is longer than maxlength, OSError, and no more is received."""
        self._check_readable()
        if maxlength is not None and maxlength < 0:
            raise ValueError('negative maxlength')
        data = receive(self._handle, maxlength)
        if data is None:
            # What is left of the message can't be told from the next one.
            if self._writable:
                self._readable = False
            else:
                self.close()
            raise OSError('bad message length')
        return data

    def recv_bytes_into(self, buf, offset=0):
        """Put the next message into buf, from offset on: how long it is."""
        self._check_readable()
        view = memoryview(buf)
        room = view.nbytes
        if offset < 0:
            raise ValueError('negative offset')
        if offset > room:
            raise ValueError('offset too large')
        data = receive(self._handle)
        if len(data) > room - offset:
            raise BufferTooShort(data)
        view.cast('B')[offset:offset + len(data)] = data
        return len(data)

    def poll(self, timeout=0.0):
        """Is there something to receive, now or within timeout seconds?"""
        self._check_readable()
        return bool(ready((self._handle,), timeout))

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()


class Connection(_ConnectionBase):
    """One end of a pipe or socket."""

    def __reduce__(self):
        return _rebuild_connection, (reduction.DupFd(self.fileno()), self._readable, self._writable)


def _rebuild_connection(file, readable, writable):
    return Connection(file.detach(), readable, writable)


def Pipe(duplex=True):
    """Two connected ends; with duplex False the first only receives and the second only sends."""
    if duplex:
        first, second = socket.socketpair()
        return Connection(first.detach()), Connection(second.detach())
    reads, writes = os.pipe()
    return Connection(reads, writable=False), Connection(writes, readable=False)


def wait(object_list, timeout=None):
    """Those of a list of connections, sockets and sentinels that are ready."""
    objects = list(object_list)
    files = tuple(obj if isinstance(obj, int) else obj.fileno() for obj in objects)
    found = set(ready(files, timeout))
    return [obj for obj, file in zip(objects, files) if file in found]


# --- Listening and calling ---

def arbitrary_address(family):
    """An address that is free."""
    if family == 'AF_INET':
        return 'localhost', 0
    if family == 'AF_UNIX':
        return tempfile.mktemp(prefix=f'listener-{os.getpid()}-{next(_counter)}-',
                               dir=util.get_temp_dir())
    raise ValueError('unrecognized family')


def address_type(address):
    """'AF_INET', 'AF_UNIX', or 'AF_PIPE', which only Windows has."""
    if isinstance(address, tuple):
        return 'AF_INET'
    if isinstance(address, str):
        return 'AF_PIPE' if address.startswith('\\\\') else 'AF_UNIX'
    raise ValueError(f'address type of {address!r} unrecognized')


def _validate_family(family):
    if family == 'AF_PIPE':
        raise ValueError(f'Family {family} is not recognized.')
    if family not in families and not hasattr(socket, family):
        raise ValueError(f'Family {family} is not recognized.')


def _check_key(authkey):
    if not isinstance(authkey, bytes | None):
        raise TypeError('authkey should be a byte string')


class Listener:
    """Waits at an address for others to connect."""

    def __init__(self, address=None, family=None, backlog=1, authkey=None):
        if not family:
            family = address_type(address) if address else default_family
        _validate_family(family)
        _check_key(authkey)
        self._authkey = authkey
        self._listener = SocketListener(address or arbitrary_address(family), family, backlog)

    def accept(self):
        """A Connection to the next that calls."""
        listener = self._listener
        if listener is None:
            raise OSError('listener is closed')
        connection = listener.accept()
        if self._authkey:
            try:
                deliver_challenge(connection, self._authkey)
                answer_challenge(connection, self._authkey)
            except BaseException:
                connection.close()
                raise
        return connection

    def close(self):
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.close()

    address = property(lambda self: self._listener._address, doc='Where it listens.')
    last_accepted = property(lambda self: self._listener._last_accepted,
                             doc='The address of the last that called.')

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()


def Client(address, family=None, authkey=None):
    """A Connection to the Listener at an address."""
    _validate_family(family or address_type(address))
    _check_key(authkey)
    connection = SocketClient(address)
    if authkey is not None:
        try:
            answer_challenge(connection, authkey)
            deliver_challenge(connection, authkey)
        except BaseException:
            connection.close()
            raise
    return connection


class SocketListener:
    """A listening socket."""

    def __init__(self, address, family, backlog=1):
        listening = self._socket = socket.socket(getattr(socket, family))
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.setblocking(True)
            listening.bind(address)
            listening.listen(backlog)
            self._address = listening.getsockname()
        except OSError:
            listening.close()
            raise
        self._family, self._last_accepted, self._unlink = family, None, None
        if family == 'AF_UNIX':
            self._unlink = util.Finalize(self, os.unlink, args=(address,), exitpriority=0)

    def accept(self):
        accepted, self._last_accepted = self._socket.accept()
        accepted.setblocking(True)
        return Connection(accepted.detach())

    def close(self):
        try:
            self._socket.close()
        finally:
            unlink, self._unlink = self._unlink, None
            if unlink is not None:
                unlink()


def SocketClient(address):
    """A connection to a listening socket."""
    with socket.socket(getattr(socket, address_type(address))) as sock:
        sock.setblocking(True)
        sock.connect(address)
        return Connection(sock.detach())


# --- The key ---

MESSAGE_LENGTH = 20
CHALLENGE, WELCOME, FAILURE = b'#CHALLENGE#', b'#WELCOME#', b'#FAILURE#'


def _proof(authkey, challenge):
    """What only those can say who know the key."""
    return hmac.new(authkey, challenge, 'md5').digest()


def _check_authkey(authkey):
    if not isinstance(authkey, bytes):
        raise ValueError(f'Authkey must be bytes, not {type(authkey)!s}')


def deliver_challenge(connection, authkey):
    """Ask the other end to show that it knows the key."""
    _check_authkey(authkey)
    challenge = os.urandom(MESSAGE_LENGTH)
    connection.send_bytes(CHALLENGE + challenge)
    known = hmac.compare_digest(connection.recv_bytes(256), _proof(authkey, challenge))
    connection.send_bytes(WELCOME if known else FAILURE)
    if not known:
        raise AuthenticationError('digest received was wrong')


def answer_challenge(connection, authkey):
    """Show the other end that we know the key."""
    _check_authkey(authkey)
    message = connection.recv_bytes(256)
    assert message[:len(CHALLENGE)] == CHALLENGE, f'message = {message!r}'
    connection.send_bytes(_proof(authkey, message.removeprefix(CHALLENGE)))
    if connection.recv_bytes(256) != WELCOME:
        raise AuthenticationError('digest sent was rejected')


# --- XML-RPC instead of pickles ---

class ConnectionWrapper:
    """A connection with another serialisation."""

    def __init__(self, conn, dumps, loads):
        self._conn, self._dumps, self._loads = conn, dumps, loads
        for name in 'fileno', 'close', 'poll', 'recv_bytes', 'send_bytes':
            setattr(self, name, getattr(conn, name))

    def send(self, obj):
        self._conn.send_bytes(self._dumps(obj))

    def recv(self):
        return self._loads(self._conn.recv_bytes())


def _xml_dumps(obj):
    import xmlrpc.client
    return xmlrpc.client.dumps((obj,), None, None, None, 1).encode('utf-8')


def _xml_loads(data):
    import xmlrpc.client
    (obj,), method = xmlrpc.client.loads(data.decode('utf-8'))
    return obj


class XmlListener(Listener):
    def accept(self):
        return ConnectionWrapper(super().accept(), _xml_dumps, _xml_loads)


def XmlClient(*args, **kwargs):
    return ConnectionWrapper(Client(*args, **kwargs), _xml_dumps, _xml_loads)
