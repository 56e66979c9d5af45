"""A loop that sleeps in a selector, and what it does with files and sockets that are ready."""

import errno
import os
import selectors
import socket
import sys

from . import base_events, connections, events, log

__all__ = 'BaseSelectorEventLoop',

_READ, _WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE
_NOT_YET = BlockingIOError, InterruptedError


class BaseSelectorEventLoop(connections.Connections, base_events.BaseEventLoop):
    """A selector has a pair of handles for each file: the one to call when it can be read, and when
    it can be written."""

    def __init__(self, selector=None):
        super().__init__()
        self._selector = selectors.DefaultSelector() if selector is None else selector
        if 'logging' in sys.modules:    # Or nobody could see it.
            log.logger.debug('Using selector: %s', type(self._selector).__name__)
        # Another thread writes into one end to wake this one, which waits for the other end.
        self._wake_here, self._wake_there = socket.socketpair()
        self._wake_here.setblocking(False)
        self._wake_there.setblocking(False)
        self._set_handle(self._wake_here, _READ, self._woken)

    def close(self):
        if self.is_running():
            raise RuntimeError('Cannot close a running event loop')
        if self.is_closed():
            return
        self._remove_handle(self._wake_here, _READ)
        self._wake_here.close()
        self._wake_there.close()
        super().close()
        self._selector.close()

    # --- Sleeping ---

    def _process_events(self, event_list):
        for key, ready in event_list:
            for event, handle in zip((_READ, _WRITE), key.data):
                if ready & event and handle is not None:
                    if handle._cancelled:
                        self._remove_handle(key.fileobj, event)
                    else:
                        self._ready.append(handle)

    def _write_to_self(self):
        try:
            self._wake_there.send(b'\0')
        except OSError:
            pass    # It is full, which wakes as well; or the loop has been closed just now.

    def _woken(self):
        try:
            while self._wake_here.recv(4096):
                pass
        except _NOT_YET:
            pass

    # --- Files ---

    def _set_handle(self, file, event, callback, *args):
        """Call callback(*args) whenever the file is ready."""
        self._check_closed()
        handle = events.Handle(callback, args, self)
        try:
            key = self._selector.get_key(file)
        except KeyError:
            self._selector.register(file, event,
                                    (handle, None) if event == _READ else (None, handle))
            return handle
        reader, writer = key.data
        old, pair = (reader, (handle, writer)) if event == _READ else (writer, (reader, handle))
        self._selector.modify(file, key.events | event, pair)
        if old is not None:
            old.cancel()
        return handle

    def _remove_handle(self, file, event):
        """No longer. Was there something to call?"""
        if self.is_closed():
            return False
        try:
            key = self._selector.get_key(file)
        except KeyError:
            return False
        reader, writer = key.data
        old, pair = (reader, (None, writer)) if event == _READ else (writer, (reader, None))
        if key.events & ~event:
            self._selector.modify(file, key.events & ~event, pair)
        else:
            self._selector.unregister(file)
        if old is None:
            return False
        old.cancel()
        return True

    def add_reader(self, fd, callback, *args):
        """Call callback(*args) whenever the file can be read."""
        self._set_handle(fd, _READ, callback, *args)

    def remove_reader(self, fd):
        """No longer. Was there something to call?"""
        return self._remove_handle(fd, _READ)

    def add_writer(self, fd, callback, *args):
        """Call callback(*args) whenever the file can be written."""
        self._set_handle(fd, _WRITE, callback, *args)

    def remove_writer(self, fd):
        """No longer. Was there something to call?"""
        return self._remove_handle(fd, _WRITE)

    # --- Sockets ---

    async def _when_ready(self, sock, event, call, *args):
        """What call(*args) returns, as soon as it need not wait for the socket."""
        if self._debug and sock.gettimeout() != 0:
            raise ValueError('the socket must be non-blocking')
        try:
            return call(*args)
        except _NOT_YET:
            pass
        future = self.create_future()

        def again():
            if future.done():
                return
            try:
                result = call(*args)
            except _NOT_YET:
                pass
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException as error:
                future.set_exception(error)
            else:
                future.set_result(result)

        fd = sock.fileno()
        handle = self._set_handle(fd, event, again)

        def over(future):
            if not handle.cancelled():
                self._remove_handle(fd, event)

        future.add_done_callback(over)
        return await future

    async def sock_recv(self, sock, n):
        """At most n bytes from the socket."""
        return await self._when_ready(sock, _READ, sock.recv, n)

    async def sock_recv_into(self, sock, buf):
        """Receive bytes into buf: how many."""
        return await self._when_ready(sock, _READ, sock.recv_into, buf)

    async def sock_recvfrom(self, sock, bufsize):
        """A packet, and who sent it."""
        return await self._when_ready(sock, _READ, sock.recvfrom, bufsize)

    async def sock_recvfrom_into(self, sock, buf, nbytes=0):
        """Receive a packet into buf: how many bytes, and who sent it."""
        return await self._when_ready(sock, _READ, sock.recvfrom_into, buf, nbytes or len(buf))

    async def sock_sendall(self, sock, data):
        """Send all of the bytes."""
        left = memoryview(data).cast('B')
        while left:
            left = left[await self._when_ready(sock, _WRITE, sock.send, left):]

    async def sock_sendto(self, sock, data, address):
        """Send a packet: how many bytes it has."""
        return await self._when_ready(sock, _WRITE, sock.sendto, data, address)

    async def sock_accept(self, sock):
        """The next connection: its socket, and who it is."""
        connection, address = await self._when_ready(sock, _READ, sock.accept)
        connection.setblocking(False)
        return connection, address

    async def sock_connect(self, sock, address):
        """Connect the socket."""
        by_name = sock.family in (socket.AF_INET, socket.AF_INET6)
        if by_name:
            address = (await self._resolve(address, family=sock.family, type=sock.type,
                                           proto=sock.proto))[0][4]
        begun = False

        def connect():
            nonlocal begun
            if begun:
                error = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            else:
                begun = True
                error = sock.connect_ex(address)
            if error in (errno.EINPROGRESS, errno.EINTR):
                raise BlockingIOError
            if error:
                raise OSError(error, f'Connect call failed {address}' if by_name
                              else os.strerror(error))

        return await self._when_ready(sock, _WRITE, connect)

    async def _resolve(self, address, *, family=0, type=socket.SOCK_STREAM, proto=0, flags=0):
        """What getaddrinfo() says of an address. One of numbers is known without asking."""
        host, port = address[:2]
        for kind in (family,) if family else (socket.AF_INET, socket.AF_INET6):
            if isinstance(host, str) and isinstance(port, int) and '%' not in host:
                try:
                    socket.inet_pton(kind, host)
                except OSError:
                    continue
                rest = tuple(address[2:]) or (0, 0)
                return [(kind, type, proto or socket.IPPROTO_TCP, '',
                         (host, port) if kind == socket.AF_INET else (host, port, *rest))]
        return await self.getaddrinfo(host, port, family=family, type=type, proto=proto,
                                      flags=flags)

    async def getaddrinfo(self, host, port, *, family=0, type=0, proto=0, flags=0):
        """As socket.getaddrinfo(), in another thread."""
        return await self.run_in_executor(None, socket.getaddrinfo, host, port, family, type,
                                          proto, flags)

    async def getnameinfo(self, sockaddr, flags=0):
        """As socket.getnameinfo(), in another thread."""
        return await self.run_in_executor(None, socket.getnameinfo, sockaddr, flags)
