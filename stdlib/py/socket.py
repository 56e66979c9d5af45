"""This module provides socket operations and some related functions.

    socket(family, type)        a socket; bind, listen, accept, connect, send, recv, ...
    socketpair()                two that are connected
    create_connection(address)  a client; create_server(address) a server
"""

import _socket
from _socket import *

import io
import os
import sys
from enum import IntEnum, IntFlag

__all__ = ['fromfd', 'getfqdn', 'create_connection', 'create_server', 'has_dualstack_ipv6',
           'AddressFamily', 'SocketKind', 'MsgFlag', 'AddressInfo', 'socket', 'SocketType',
           'socketpair', 'getaddrinfo', 'error', 'timeout', 'gaierror', 'herror', 'SocketIO']
__all__.extend(name for name in dir(_socket)
               if not name.startswith('_') and name not in __all__ and name != 'socket')

# The constants are enumerations, so that they print their names.
IntEnum._convert_('AddressFamily', __name__, lambda name: name.isupper() and name.startswith('AF_'))
IntEnum._convert_('SocketKind', __name__, lambda name: name.isupper() and name.startswith('SOCK_'))
IntFlag._convert_('MsgFlag', __name__, lambda name: name.isupper() and name.startswith('MSG_'))
IntFlag._convert_('AddressInfo', __name__, lambda name: name.isupper() and name.startswith('AI_'))

_LOCALHOST = '127.0.0.1'
_LOCALHOST_V6 = '::1'
EBADF = 9
EAGAIN = EWOULDBLOCK = 11
_blocking_errnos = {EAGAIN, EWOULDBLOCK}


def _intenum_converter(value, enum_klass):
    """The member of a value, or the value if there is none."""
    try:
        return enum_klass(value)
    except ValueError:
        return value


class _GiveupOnSendfile(Exception):
    pass


class socket(_socket.socket):
    """The socket of _socket with makefile(), and enums where that has ints."""

    __slots__ = ['__weakref__', '_io_refs', '_closed']

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        if fileno is None:
            family = AF_INET if family == -1 else family
            type = SOCK_STREAM if type == -1 else type
            proto = 0 if proto == -1 else proto
        _socket.socket.__init__(self, family, type, proto, fileno)
        self._io_refs = 0
        self._closed = False

    def __enter__(self):
        return self

    def __exit__(self, *args):
        if not self._closed:
            self.close()

    def __repr__(self):
        s = '<{}.{}{} fd={}, family={}, type={}, proto={}'.format(
            self.__class__.__module__, self.__class__.__qualname__,
            ' [closed]' if getattr(self, '_closed', False) else '', self.fileno(), self.family,
            self.type, self.proto)
        if self.fileno() != -1:
            for name, ask in ('laddr', self.getsockname), ('raddr', self.getpeername):
                try:
                    address = ask()
                    if address:
                        s += ', {}={}'.format(name, address)
                except error:
                    pass
        return s + '>'

    def __getstate__(self):
        raise TypeError(f'cannot pickle {self.__class__.__name__!r} object')

    def dup(self):
        """Duplicate the socket. Return a new socket object connected to the same
        system resource. The new socket is non-inheritable."""
        sock = self.__class__(self.family, self.type, self.proto, fileno=dup(self.fileno()))
        sock.settimeout(self.gettimeout())
        return sock

    def accept(self):
        """Wait for an incoming connection.  Return a new socket representing
        the connection, and the address of the client."""
        fd, addr = self._accept()
        return socket(self.family, self.type, self.proto, fileno=fd), addr

    def makefile(self, mode='r', buffering=None, *, encoding=None, errors=None, newline=None):
        """Return an I/O stream connected to the socket, as open() makes one."""
        if not set(mode) <= {'r', 'w', 'b'}:
            raise ValueError('invalid mode %r (only r, w, b allowed)' % (mode,))
        writing = 'w' in mode
        reading = 'r' in mode or not writing
        binary = 'b' in mode
        raw = SocketIO(self, ('r' if reading else '') + ('w' if writing else ''))
        self._io_refs += 1
        if buffering is None or buffering < 0:
            buffering = io.DEFAULT_BUFFER_SIZE
        if buffering == 0:
            if not binary:
                raise ValueError('unbuffered streams must be binary')
            return raw
        if reading and writing:
            buffer = io.BufferedRWPair(raw, raw, buffering)
        elif reading:
            buffer = io.BufferedReader(raw, buffering)
        else:
            buffer = io.BufferedWriter(raw, buffering)
        if binary:
            return buffer
        text = io.TextIOWrapper(buffer, io.text_encoding(encoding), errors, newline)
        text.mode = mode
        return text

    def sendfile(self, file, offset=0, count=None):
        """Send a file until EOF is reached: the total number of bytes which were sent."""
        if 'b' not in getattr(file, 'mode', 'b'):
            raise ValueError('file should be opened in binary mode')
        if not self.type & SOCK_STREAM:
            raise ValueError('only SOCK_STREAM type sockets are supported')
        if count is not None:
            if not isinstance(count, int):
                raise TypeError('count must be a positive integer (got {!r})'.format(count))
            if count <= 0:
                raise ValueError('count must be a positive integer (got {!r})'.format(count))
        if self.gettimeout() == 0:
            raise ValueError('non-blocking sockets are not supported')
        if offset:
            file.seek(offset)
        total = 0
        try:
            while count is None or total < count:
                size = 8192 if count is None else min(8192, count - total)
                data = file.read(size)
                if not data:
                    break
                self.sendall(data)
                total += len(data)
            return total
        finally:
            if total > 0 and hasattr(file, 'seek'):
                file.seek(offset + total)

    def _decref_socketios(self):
        if self._io_refs > 0:
            self._io_refs -= 1
        if self._closed:
            self.close()

    def _real_close(self, _ss=_socket.socket):
        _ss.close(self)

    def close(self):
        # Files made of it keep it open.
        self._closed = True
        if self._io_refs <= 0:
            self._real_close()

    def detach(self):
        """Close the socket object without closing the underlying file descriptor, whose number
        is returned."""
        self._closed = True
        return super().detach()

    @property
    def family(self):
        """Read-only access to the address family for this socket."""
        return _intenum_converter(super().family, AddressFamily)

    @property
    def type(self):
        """Read-only access to the socket type."""
        return _intenum_converter(super().type, SocketKind)

    def get_inheritable(self):
        return os.get_inheritable(self.fileno())

    def set_inheritable(self, inheritable):
        os.set_inheritable(self.fileno(), inheritable)

    get_inheritable.__doc__ = 'Get the inheritable flag of the socket'
    set_inheritable.__doc__ = 'Set the inheritable flag of the socket'


def fromfd(fd, family, type, proto=0):
    """Create a socket object from a duplicate of the given file descriptor."""
    return socket(family, type, proto, dup(fd))


def socketpair(family=None, type=SOCK_STREAM, proto=0):
    """Create a pair of socket objects that are connected to each other."""
    a, b = _socket.socketpair(AF_UNIX if family is None else family, type, proto)
    return (socket(family or AF_UNIX, type, proto, a.detach()),
            socket(family or AF_UNIX, type, proto, b.detach()))


class SocketIO(io.RawIOBase):
    """Raw I/O implementation for stream sockets: what makefile() is built upon."""

    def __init__(self, sock, mode):
        if mode not in ('r', 'w', 'rw', 'rb', 'wb', 'rwb'):
            raise ValueError('invalid mode: %r' % mode)
        io.RawIOBase.__init__(self)
        self._sock = sock
        if 'b' not in mode:
            mode += 'b'
        self._mode = mode
        self._reading = 'r' in mode
        self._writing = 'w' in mode
        self._timeout_occurred = False

    def readinto(self, b):
        """Fill the buffer as far as bytes are there: how many. None: it would block."""
        self._checkClosed()
        self._checkReadable()
        if self._timeout_occurred:
            raise OSError('cannot read from timed out object')
        try:
            return self._sock.recv_into(b)
        except timeout:
            self._timeout_occurred = True
            raise
        except error as e:
            if e.errno in _blocking_errnos:
                return None
            raise

    def write(self, b):
        """Send what can be sent now: how many bytes. None: it would block."""
        self._checkClosed()
        self._checkWritable()
        try:
            return self._sock.send(b)
        except error as e:
            if e.errno in _blocking_errnos:
                return None
            raise

    def readable(self):
        """True if the SocketIO is open for reading."""
        if self.closed:
            raise ValueError('I/O operation on closed socket.')
        return self._reading

    def writable(self):
        """True if the SocketIO is open for writing."""
        if self.closed:
            raise ValueError('I/O operation on closed socket.')
        return self._writing

    def seekable(self):
        """True if the SocketIO is open for seeking."""
        if self.closed:
            raise ValueError('I/O operation on closed socket.')
        return super().seekable()

    def fileno(self):
        """Return the file descriptor of the underlying socket."""
        self._checkClosed()
        return self._sock.fileno()

    @property
    def name(self):
        return -1 if self.closed else self.fileno()

    @property
    def mode(self):
        return self._mode

    def close(self):
        """Close the SocketIO object; the socket, if it is the last of its files."""
        if self.closed:
            return
        io.RawIOBase.close(self)
        self._sock._decref_socketios()
        self._sock = None


def getfqdn(name=''):
    """Get fully qualified domain name from name: as far as it is known here, the name itself."""
    name = name.strip()
    return gethostname() if not name or name in ('0.0.0.0', '::') else name


def gethostbyname_ex(host, /):
    """Return the true host name, a list of aliases, and a list of IP addresses."""
    found = dict.fromkeys(info[4][0] for info in _socket.getaddrinfo(host, None, AF_INET,
                                                                     SOCK_STREAM))
    return host, [], list(found)


def getnameinfo(sockaddr, flags, /):
    """Get host and port for a sockaddr: in figures."""
    return sockaddr[0], str(sockaddr[1])


def gethostbyaddr(ip_address, /):
    """Return the true host name, a list of aliases, and a list of IP addresses, for a host."""
    return ip_address, [], [gethostbyname(ip_address)]


_GLOBAL_DEFAULT_TIMEOUT = object()


def create_connection(address, timeout=_GLOBAL_DEFAULT_TIMEOUT, source_address=None, *,
                      all_errors=False):
    """A socket connected to (host, port), at the first of its addresses that answers."""
    host, port = address
    exceptions = []
    for res in getaddrinfo(host, port, 0, SOCK_STREAM):
        af, socktype, proto, canonname, sa = res
        sock = None
        try:
            sock = socket(af, socktype, proto)
            if timeout is not _GLOBAL_DEFAULT_TIMEOUT:
                sock.settimeout(timeout)
            if source_address:
                sock.bind(source_address)
            sock.connect(sa)
            # Break explicitly a reference cycle
            exceptions.clear()
            return sock
        except error as exc:
            if not all_errors:
                exceptions.clear()
            exceptions.append(exc)
            if sock is not None:
                sock.close()
    if not exceptions:
        raise error('getaddrinfo returns an empty list')
    try:
        if not all_errors:
            raise exceptions[0]
        raise ExceptionGroup('create_connection failed', exceptions)
    finally:
        # Break explicitly a reference cycle
        exceptions.clear()


def has_dualstack_ipv6():
    """Can a socket serve IPv4 and IPv6 at once?"""
    return False


def create_server(address, *, family=AF_INET, backlog=None, reuse_port=False,
                  dualstack_ipv6=False):
    """A socket that listens at (host, port)."""
    if dualstack_ipv6:
        raise ValueError('dualstack_ipv6 not supported on this platform')
    sock = socket(family, SOCK_STREAM)
    try:
        try:
            sock.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
        except error:
            pass
        if reuse_port:
            sock.setsockopt(SOL_SOCKET, SO_REUSEPORT, 1)
        try:
            sock.bind(address)
        except error as err:
            msg = '%s (while attempting to bind on address %r)' % (err.strerror, address)
            raise error(err.errno, msg) from None
        if backlog is None:
            sock.listen()
        else:
            sock.listen(backlog)
        return sock
    except error:
        sock.close()
        raise


def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    """Resolve host and port into list of address info entries:
    (family, type, proto, canonname, sockaddr)."""
    return [(_intenum_converter(af, AddressFamily), _intenum_converter(socktype, SocketKind),
             proto, canonname, sa)
            for af, socktype, proto, canonname, sa in _socket.getaddrinfo(host, port, family, type,
                                                                          proto, flags)]
