"""This module provides socket operations and some related functions.

    socket(family, type)        a socket; bind, listen, accept, connect, send, recv, ...
    socketpair()                two that are connected
    create_connection(address)  a client; create_server(address) a server
"""

import _socket
from _socket import *

import enum
import io
import os

__all__ = ['fromfd', 'getfqdn', 'create_connection', 'create_server', 'has_dualstack_ipv6',
           'AddressFamily', 'SocketKind', 'MsgFlag', 'AddressInfo', 'socket', 'SocketType',
           'socketpair', 'getaddrinfo', 'error', 'timeout', 'gaierror', 'herror', 'SocketIO']
__all__.extend(name for name in dir(_socket)
               if not name.startswith('_') and name not in __all__ and name != 'socket')

# The constants are enumerations, so that they print their names.
def _enumerate(kind, name, prefix):
    kind._convert_(name, __name__, lambda known: known.isupper() and known.startswith(prefix))


_enumerate(enum.IntEnum, 'AddressFamily', 'AF_')
_enumerate(enum.IntEnum, 'SocketKind', 'SOCK_')
_enumerate(enum.IntFlag, 'MsgFlag', 'MSG_')
_enumerate(enum.IntFlag, 'AddressInfo', 'AI_')

_LOCALHOST = '127.0.0.1'
_LOCALHOST_V6 = '::1'
EBADF = 9
EAGAIN = EWOULDBLOCK = 11


def _member(enumeration, value):
    """The member of a value, or the value if there is none."""
    try:
        return enumeration(value)
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
        super().__init__(family, type, proto, fileno)
        self._io_refs, self._closed = 0, False

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
        if buffering == 0:
            if not binary:
                raise ValueError('unbuffered streams must be binary')
            return raw
        size = io.DEFAULT_BUFFER_SIZE if buffering is None or buffering < 0 else buffering
        if reading and writing:
            file = io.BufferedRWPair(raw, raw, size)
        else:
            file = (io.BufferedReader if reading else io.BufferedWriter)(raw, size)
        if not binary:
            file = io.TextIOWrapper(file, io.text_encoding(encoding), errors, newline)
            file.mode = mode
        return file

    def sendfile(self, file, offset=0, count=None):
        """Send a file until EOF is reached: the total number of bytes which were sent."""
        mode = getattr(file, 'mode', 'b')
        for right, complaint in (('b' in mode, 'file should be opened in binary mode'),
                                 (self.type & SOCK_STREAM,
                                  'only SOCK_STREAM type sockets are supported')):
            if not right:
                raise ValueError(complaint)
        if count is not None and not (isinstance(count, int) and count > 0):
            kind = ValueError if isinstance(count, int) else TypeError
            raise kind(f'count must be a positive integer (got {count!r})')
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

    def _lose_file(self):
        """One of the files made of it is closed."""
        self._io_refs -= self._io_refs > 0
        if self._closed:
            self.close()

    def _real_close(self):
        super().close()

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
        return _member(AddressFamily, super().family)

    @property
    def type(self):
        """Read-only access to the socket type."""
        return _member(SocketKind, super().type)

    def get_inheritable(self):
        """Do programs that are started get it?"""
        fd = self.fileno()
        return os.get_inheritable(fd)

    def set_inheritable(self, inheritable):
        """Shall they?"""
        fd = self.fileno()
        os.set_inheritable(fd, inheritable)


def fromfd(fd, family, type, proto=0):
    """Create a socket object from a duplicate of the given file descriptor."""
    return socket(family, type, proto, dup(fd))


def socketpair(family=None, type=SOCK_STREAM, proto=0):
    """Create a pair of socket objects that are connected to each other."""
    a, b = _socket.socketpair(AF_UNIX if family is None else family, type, proto)
    return (socket(family or AF_UNIX, type, proto, a.detach()),
            socket(family or AF_UNIX, type, proto, b.detach()))


class SocketIO(io.RawIOBase):
    """A socket as a file without a buffer: what makefile() puts buffers upon."""

    def __init__(self, sock, mode):
        if mode not in ('r', 'w', 'rw', 'rb', 'wb', 'rwb'):
            raise ValueError(f'invalid mode: {mode}')
        super().__init__()
        self._sock = sock
        self._mode = mode.rstrip('b') + 'b'
        self._was_late = False  # A read that ends too late may have lost some bytes.

    def _try(self, call, buffer):
        """None: it would block."""
        try:
            return call(buffer)
        except BlockingIOError:
            return None

    def readinto(self, b):
        """Fill the buffer as far as bytes are there: how many. None: it would block."""
        self._checkClosed()
        self._checkReadable()
        if self._was_late:
            raise OSError('cannot read from timed out object')
        try:
            return self._try(self._sock.recv_into, b)
        except TimeoutError:
            self._was_late = True
            raise

    def write(self, b):
        """Send what can be sent now: how many bytes. None: it would block."""
        self._checkClosed()
        self._checkWritable()
        return self._try(self._sock.send, b)

    def _can(self, answer):
        if self.closed:
            raise ValueError('I/O operation on closed socket.')
        return answer

    def readable(self):
        """Is it for reading?"""
        return self._can('r' in self._mode)

    def writable(self):
        """Is it for writing?"""
        return self._can('w' in self._mode)

    def seekable(self):
        """It never is."""
        return self._can(False)

    def fileno(self):
        """The socket's number."""
        self._checkClosed()
        return self._sock.fileno()

    name = property(lambda self: -1 if self.closed else self.fileno())
    mode = property(lambda self: self._mode)

    def close(self):
        """Close the file, and the socket, if it is the last of its files."""
        if not self.closed:
            super().close()
            sock, self._sock = self._sock, None
            sock._lose_file()


def getfqdn(name=''):
    """Get fully qualified domain name from name: the first of the host's names that has a dot."""
    name = name.strip()
    if not name or name in ('0.0.0.0', '::'):
        name = gethostname()
    try:
        host, aliases, _ = gethostbyaddr(name)
    except error:
        return name
    return next((known for known in (host, *aliases) if '.' in known), host)


_GLOBAL_DEFAULT_TIMEOUT = object()


def create_connection(address, timeout=_GLOBAL_DEFAULT_TIMEOUT, source_address=None, *,
                      all_errors=False):
    """A socket connected to (host, port), at the first of its addresses that answers."""
    failures = []
    host, port = address
    for family, kind, proto, _, place in getaddrinfo(host, port, 0, SOCK_STREAM):
        client = None
        try:
            client = socket(family, kind, proto)
            if timeout is not _GLOBAL_DEFAULT_TIMEOUT:
                client.settimeout(timeout)
            if source_address:
                client.bind(source_address)
            client.connect(place)
        except error as failure:
            failures.append(failure)
            if client is not None:
                client.close()
        else:
            failures.clear()
            return client
    try:
        if not failures:
            raise error('getaddrinfo returns an empty list')
        if all_errors:
            raise ExceptionGroup('create_connection failed', failures)
        raise failures[-1]
    finally:
        failures.clear()  # Their tracebacks lead here.


def has_dualstack_ipv6():
    """Can a socket serve IPv4 and IPv6 at once?"""
    try:
        with socket(AF_INET6, SOCK_STREAM) as trial:
            trial.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 0)
    except error:
        return False
    return True


def create_server(address, *, family=AF_INET, backlog=None, reuse_port=False,
                  dualstack_ipv6=False):
    """A socket that listens at (host, port)."""
    if dualstack_ipv6 and not has_dualstack_ipv6():
        raise ValueError('dualstack_ipv6 not supported on this platform')
    if dualstack_ipv6 and family != AF_INET6:
        raise ValueError('dualstack_ipv6 requires AF_INET6 family')
    server = socket(family, SOCK_STREAM)
    try:
        if family == AF_INET6:
            server.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, not dualstack_ipv6)
        server.setsockopt(SOL_SOCKET, SO_REUSEADDR, True)
        if reuse_port:
            server.setsockopt(SOL_SOCKET, SO_REUSEPORT, True)
        try:
            server.bind(address)
        except error as failure:
            raise error(failure.errno, f'{failure.strerror} (while attempting to bind on address '
                                       f'{address!r})') from None
        server.listen(*() if backlog is None else (backlog,))
    except error:
        server.close()
        raise
    return server


def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    """What a host and a port can be reached by: (family, type, proto, canonname, sockaddr), ..."""
    found = _socket.getaddrinfo(host, port, family, type, proto, flags)
    return [(_member(AddressFamily, its_family), _member(SocketKind, its_type), *others)
            for its_family, its_type, *others in found]
