"""What a loop does to begin connections: servers, clients, packets, pipes and child processes."""

import collections.abc
import errno
import itertools
import os
import socket
import stat

from . import events, exceptions, tasks

_OUT_OF_FILES = errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM
_ACCEPT_AGAIN = 1       # seconds after the system was out of files
_BYTES_ONLY = (('universal_newlines', False), ('bufsize', 0), ('text', None), ('encoding', None),
               ('errors', None))


class Server(events.AbstractServer):
    """Sockets that listen. Each connection has a protocol, which the factory makes."""

    def __init__(self, loop, sockets, protocol_factory, backlog):
        self._loop, self._sockets = loop, sockets
        self._protocol_factory, self._backlog = protocol_factory, backlog
        self._active_count = 0          # connections that are open
        self._serving = False
        self._forever = None            # a future, while serve_forever() waits

    def __repr__(self):
        return f'<{type(self).__name__} sockets={self.sockets!r}>'

    def _attach(self):
        self._active_count += 1

    def _detach(self):
        self._active_count -= 1

    def get_loop(self):
        return self._loop

    def is_serving(self):
        return self._serving

    @property
    def sockets(self):
        return () if self._sockets is None else tuple(self._sockets)

    def close(self):
        sockets, self._sockets = self._sockets, None
        if sockets is None:
            return
        for sock in sockets:
            self._loop.remove_reader(sock.fileno())
            sock.close()
        self._serving = False
        if self._forever is not None and not self._forever.done():
            self._forever.cancel()
            self._forever = None

    async def start_serving(self):
        """Begin to listen."""
        self._listen()
        await tasks.sleep(0)

    def _listen(self):
        if not self._serving:
            self._serving = True
            for sock in self._sockets:
                sock.listen(self._backlog)
                self._loop.add_reader(sock.fileno(), self._accept, sock)

    async def serve_forever(self):
        """Listen until this is cancelled or the server closed."""
        if self._forever is not None:
            raise RuntimeError(f'server {self!r} is already being awaited on serve_forever()')
        if self._sockets is None:
            raise RuntimeError(f'server {self!r} is closed')
        self._listen()
        self._forever = self._loop.create_future()
        try:
            await self._forever
        except exceptions.CancelledError:
            self.close()
            raise
        finally:
            self._forever = None

    async def wait_closed(self):
        """Nothing is left to wait for once close() was called, as in 3.11."""
        if self._sockets is not None:
            await self._loop.create_future()

    def _accept(self, sock):
        """Take the connections that are there."""
        for _ in range(self._backlog):
            try:
                connection, address = sock.accept()
                connection.setblocking(False)
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError as error:
                if error.errno not in _OUT_OF_FILES:
                    raise
                self._loop.call_exception_handler({
                    'message': 'socket.accept() out of system resource', 'exception': error,
                    'socket': sock})
                self._loop.remove_reader(sock.fileno())
                self._loop.call_later(_ACCEPT_AGAIN, self._accept_again, sock)
                return
            self._loop.create_task(self._begin(connection, address))

    def _accept_again(self, sock):
        if self._sockets is not None:
            self._loop.add_reader(sock.fileno(), self._accept, sock)

    async def _begin(self, connection, address):
        try:
            await _talk(self._loop, connection, self._protocol_factory, {'peername': address}, self)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            if self._loop.get_debug():
                self._loop.call_exception_handler({
                    'message': 'Error on transport creation for incoming connection',
                    'exception': error})


async def _talk(loop, sock, protocol_factory, extra=None, server=None):
    """A connected socket gets a protocol and a transport: (transport, protocol)."""
    from .channels import SocketTransport
    sock.setblocking(False)
    protocol = protocol_factory()
    return await _begun(loop, SocketTransport, sock, protocol, extra=extra, server=server)


async def _begun(loop, kind, file, protocol, *args, **kwargs):
    """A transport of that kind, when its protocol knows of it: (transport, protocol)."""
    waiter = loop.create_future()
    transport = kind(loop, file, protocol, *args, waiter=waiter, **kwargs)
    try:
        await waiter
    except:
        transport.close()
        raise
    return transport, protocol


def _no_ssl(ssl):
    if ssl:
        raise NotImplementedError('gilbox has no ssl')


def _check_stream(sock):
    if sock.type != socket.SOCK_STREAM:
        raise ValueError(f'A Stream Socket was expected, got {sock!r}')


def _all_failed(errors):
    """One exception for the addresses that were tried in vain."""
    if len({str(error) for error in errors}) == 1:
        return errors[0]
    return OSError('Multiple exceptions: ' + ', '.join(map(str, errors)))


def _bind_error(error, address):
    return OSError(error.errno, f'error while attempting to bind on address {address!r}: '
                   f'{error.strerror.lower()}')


class Connections:
    """The loop's methods."""

    # --- Streams ---

    async def create_connection(self, protocol_factory, host=None, port=None, *, ssl=None, family=0,
                                proto=0, flags=0, sock=None, local_addr=None, server_hostname=None,
                                ssl_handshake_timeout=None, ssl_shutdown_timeout=None,
                                happy_eyeballs_delay=None, interleave=None):
        """Connect to a server: (transport, protocol)."""
        _no_ssl(ssl)
        if host is not None or port is not None:
            if sock is not None:
                raise ValueError('host/port and sock can not be specified at the same time')
            sock = await self._connected((host, port), local_addr,
                                         dict(family=family, proto=proto, flags=flags))
        elif sock is None:
            raise ValueError('host and port was not specified and no sock specified')
        else:
            _check_stream(sock)
        return await _talk(self, sock, protocol_factory)

    async def _connected(self, address, local, kind):
        found = await self._resolve(address, type=socket.SOCK_STREAM, **kind)
        locals_found = [] if local is None else await self._resolve(local, **kind)
        errors = []
        for family, type, proto, _, address in found:
            sock = socket.socket(family, type, proto)
            try:
                sock.setblocking(False)
                for mine in locals_found:
                    if mine[0] == family:
                        try:
                            sock.bind(mine[4])
                            break
                        except OSError as error:
                            errors.append(_bind_error(error, mine[4]))
                else:
                    if locals_found:
                        sock.close()
                        continue
                await self.sock_connect(sock, address)
                return sock
            except OSError as error:
                errors.append(error)
                sock.close()
            except:
                sock.close()
                raise
        if not errors:
            raise OSError('getaddrinfo() returned empty list')
        try:
            raise _all_failed(errors)
        finally:
            errors = None       # They hold this frame, which would hold them.

    async def connect_accepted_socket(self, protocol_factory, sock, *, ssl=None,
                                      ssl_handshake_timeout=None, ssl_shutdown_timeout=None):
        """A socket that somebody else accepted: (transport, protocol)."""
        _no_ssl(ssl)
        _check_stream(sock)
        return await _talk(self, sock, protocol_factory)

    async def create_server(self, protocol_factory, host=None, port=None, *,
                            family=socket.AF_UNSPEC, flags=socket.AI_PASSIVE, sock=None,
                            backlog=100, ssl=None, reuse_address=None, reuse_port=None,
                            ssl_handshake_timeout=None, ssl_shutdown_timeout=None,
                            start_serving=True):
        """Listen for connections: a Server."""
        _no_ssl(ssl)
        if host is not None or port is not None:
            if sock is not None:
                raise ValueError('host/port and sock can not be specified at the same time')
            hosts = [None] if host == '' else [host] if isinstance(host, str) or \
                not isinstance(host, collections.abc.Iterable) else host
            found = await tasks.gather(*[
                self._resolve((each, port), family=family, flags=flags) for each in hosts])
            sockets = _bound(dict.fromkeys(itertools.chain.from_iterable(found)),
                             reuse_address is not False, reuse_port)
        elif sock is None:
            raise ValueError('Neither host/port nor sock were specified')
        else:
            _check_stream(sock)
            sockets = [sock]
        return await self._serve(sockets, protocol_factory, backlog, start_serving)

    async def _serve(self, sockets, protocol_factory, backlog, start_serving):
        for sock in sockets:
            sock.setblocking(False)
        server = Server(self, sockets, protocol_factory, backlog)
        if start_serving:
            await server.start_serving()
        return server

    # --- Sockets with a path ---

    async def create_unix_connection(self, protocol_factory, path=None, *, ssl=None, sock=None,
                                     server_hostname=None, ssl_handshake_timeout=None,
                                     ssl_shutdown_timeout=None):
        """Connect to a server by its path: (transport, protocol)."""
        _no_ssl(ssl)
        if path is not None:
            if sock is not None:
                raise ValueError('path and sock can not be specified at the same time')
            sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                sock.setblocking(False)
                await self.sock_connect(sock, os.fspath(path))
            except:
                sock.close()
                raise
        elif sock is None:
            raise ValueError('no path and sock were specified')
        return await _talk(self, sock, protocol_factory)

    async def create_unix_server(self, protocol_factory, path=None, *, sock=None, backlog=100,
                                 ssl=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None,
                                 start_serving=True):
        """Listen at a path: a Server."""
        _no_ssl(ssl)
        if path is not None:
            if sock is not None:
                raise ValueError('path and sock can not be specified at the same time')
            sock = _bound_to_path(os.fspath(path))
        elif sock is None:
            raise ValueError('path was not specified, and no sock specified')
        return await self._serve([sock], protocol_factory, backlog, start_serving)

    # --- Packets ---

    async def create_datagram_endpoint(self, protocol_factory, local_addr=None, remote_addr=None,
                                       *, family=0, proto=0, flags=0, reuse_port=None,
                                       allow_broadcast=None, sock=None):
        """Send and receive packets: (transport, protocol)."""
        from .channels import DatagramTransport
        remote = None
        if sock is None:
            if local_addr is None and remote_addr is None and not family:
                raise ValueError('unexpected address family')
            kind = dict(type=socket.SOCK_DGRAM, family=family, proto=proto, flags=flags)
            here, there = [(await self._resolve(address, **kind))[0] if address else None
                           for address in (local_addr, remote_addr)]
            sock = socket.socket((here or there or [family])[0], socket.SOCK_DGRAM)
            try:
                sock.setblocking(False)
                if reuse_port:
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
                if allow_broadcast:
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
                if here:
                    sock.bind(here[4])
                if there:
                    remote = there[4]
                    await self.sock_connect(sock, remote)
            except:
                sock.close()
                raise
        return await _begun(self, DatagramTransport, sock, protocol_factory(), remote)

    # --- Pipes and processes ---

    async def connect_read_pipe(self, protocol_factory, pipe):
        """Read a pipe: (transport, protocol)."""
        from .channels import ReadPipeTransport
        return await _begun(self, ReadPipeTransport, pipe, protocol_factory())

    async def connect_write_pipe(self, protocol_factory, pipe):
        """Write into a pipe: (transport, protocol)."""
        from .channels import WritePipeTransport
        return await _begun(self, WritePipeTransport, pipe, protocol_factory())

    async def subprocess_exec(self, protocol_factory, program, *args, stdin=-1, stdout=-1,
                              stderr=-1, shell=False, **kwargs):
        """Start a program: (transport, protocol). What is -1, as subprocess.PIPE, is a pipe."""
        if shell:
            raise ValueError('shell must be False')
        return await self._start_process(protocol_factory, (program, *args), shell=False,
                                         stdin=stdin, stdout=stdout, stderr=stderr, **kwargs)

    async def subprocess_shell(self, protocol_factory, cmd, *, stdin=-1, stdout=-1, stderr=-1,
                               shell=True, **kwargs):
        """Start a shell with a command: (transport, protocol)."""
        if not isinstance(cmd, (bytes, str)):
            raise ValueError('cmd must be a string')
        if not shell:
            raise ValueError('shell must be True')
        return await self._start_process(protocol_factory, cmd, shell=True, stdin=stdin,
                                         stdout=stdout, stderr=stderr, **kwargs)

    async def _start_process(self, protocol_factory, command, **options):
        from .processes import ProcessTransport
        for name, only in _BYTES_ONLY:
            if options.pop(name, only) != only:
                raise ValueError(f'{name} must be {only}')
        protocol = protocol_factory()
        transport = ProcessTransport(self, protocol, command, dict(options, bufsize=0))
        try:
            await transport.connect_pipes()
        except:
            transport.close()
            await transport.wait()
            raise
        return transport, protocol


def _bound(found, reuse_address, reuse_port):
    """A socket for each address."""
    sockets = []
    try:
        for family, type, proto, _, address in found:
            try:
                sock = socket.socket(family, type, proto)
            except OSError:
                continue        # getaddrinfo() knows families that the system has not.
            sockets.append(sock)
            if reuse_address:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, True)
            if reuse_port:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            if family == socket.AF_INET6:
                sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, True)
            try:
                sock.bind(address)
            except OSError as error:
                raise _bind_error(error, address) from None
    except:
        for sock in sockets:
            sock.close()
        raise
    return sockets


def _bound_to_path(path):
    """A socket at the path; one that somebody left there is removed."""
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        if path and path[0] not in (0, '\x00') and os.path.exists(path) and \
                stat.S_ISSOCK(os.stat(path).st_mode):
            os.unlink(path)
        sock.bind(path)
    except OSError as error:
        sock.close()
        if error.errno == errno.EADDRINUSE:
            raise OSError(error.errno, f'Address {path!r} is already in use') from None
        raise
    return sock
