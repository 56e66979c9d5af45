"""Connections as streams to await.

    reader, writer = await open_connection(host, port)
    writer.write(b'hello')
    await writer.drain()
    print(await reader.readline())
    writer.close()
    await writer.wait_closed()
"""

import collections
import warnings
import weakref

from . import coroutines, events, exceptions, protocols, tasks

__all__ = ('StreamReader', 'StreamWriter', 'StreamReaderProtocol', 'open_connection',
           'start_server', 'open_unix_connection', 'start_unix_server')

_DEFAULT_LIMIT = 64 * 1024      # bytes that a reader keeps, about


async def _connect(create, address, limit, kwds):
    loop = events.get_running_loop()
    reader = StreamReader(limit=limit, loop=loop)
    protocol = StreamReaderProtocol(reader, loop=loop)
    transport, _ = await getattr(loop, create)(lambda: protocol, *address, **kwds)
    return reader, StreamWriter(transport, protocol, reader, loop)


async def _serve(create, client_connected_cb, address, limit, kwds):
    loop = events.get_running_loop()

    def new_protocol():
        return StreamReaderProtocol(StreamReader(limit=limit, loop=loop), client_connected_cb,
                                    loop=loop)

    return await getattr(loop, create)(new_protocol, *address, **kwds)


async def open_connection(host=None, port=None, *, limit=_DEFAULT_LIMIT, **kwds):
    """Connect to a server: (reader, writer). More arguments are those of create_connection()."""
    return await _connect('create_connection', (host, port), limit, kwds)


async def start_server(client_connected_cb, host=None, port=None, *, limit=_DEFAULT_LIMIT, **kwds):
    """Listen, and call client_connected_cb(reader, writer) for each connection: in a task, if it is
    a coroutine function. More arguments are those of create_server()."""
    return await _serve('create_server', client_connected_cb, (host, port), limit, kwds)


async def open_unix_connection(path=None, *, limit=_DEFAULT_LIMIT, **kwds):
    """As open_connection(), to a path."""
    return await _connect('create_unix_connection', (path,), limit, kwds)


async def start_unix_server(client_connected_cb, path=None, *, limit=_DEFAULT_LIMIT, **kwds):
    """As start_server(), at a path."""
    return await _serve('create_unix_server', client_connected_cb, (path,), limit, kwds)


class FlowControl(protocols.Protocol):
    """Lets those who wrote wait while the transport has too much."""

    def __init__(self, loop=None):
        self._loop = events.get_event_loop() if loop is None else loop
        self._paused = self._connection_lost = False
        self._drain_waiters = collections.deque()

    def pause_writing(self):
        self._paused = True

    def resume_writing(self):
        self._paused = False
        self._release(None)

    def connection_lost(self, exc):
        self._connection_lost = True
        if self._paused:
            self._release(exc)

    def _release(self, error):
        for waiter in self._drain_waiters:
            if waiter.done():
                continue
            if error is None:
                waiter.set_result(None)
            else:
                waiter.set_exception(error)

    async def _drain_helper(self):
        if self._connection_lost:
            raise ConnectionResetError('Connection lost')
        if not self._paused:
            return
        waiter = self._loop.create_future()
        self._drain_waiters.append(waiter)
        try:
            await waiter
        finally:
            self._drain_waiters.remove(waiter)

    def _get_close_waiter(self, stream):
        raise NotImplementedError


class StreamReaderProtocol(FlowControl):
    """Feeds a reader, and begins the talk with a client if this is a server's."""

    def __init__(self, stream_reader, client_connected_cb=None, loop=None):
        super().__init__(loop)
        # The reader of a server is kept alive until the client is connected; then the callback
        # has it. That of a client is its own business.
        self._reader_ref = None if stream_reader is None else weakref.ref(stream_reader)
        self._strong_reader = stream_reader if client_connected_cb is not None else None
        self._client_connected_cb = client_connected_cb
        self._task = self._writer = None
        self._over = self._loop.create_future()

    @property
    def _stream_reader(self):
        return None if self._reader_ref is None else self._reader_ref()

    def connection_made(self, transport):
        self._transport = transport
        reader = self._stream_reader
        if reader is not None:
            reader.set_transport(transport)
        if self._client_connected_cb is not None:
            self._writer = StreamWriter(transport, self, reader, self._loop)
            result = self._client_connected_cb(reader, self._writer)
            if coroutines.iscoroutine(result):
                self._task = self._loop.create_task(result)
                self._task.add_done_callback(self._talk_is_over)
            self._strong_reader = None

    def _talk_is_over(self, task):
        if task.cancelled():
            self._transport.close()
        elif task.exception() is not None:
            self._loop.call_exception_handler({
                'message': 'Unhandled exception in client_connected_cb',
                'exception': task.exception(), 'transport': self._transport})
            self._transport.close()

    def connection_lost(self, exc):
        reader = self._stream_reader
        if reader is not None:
            if exc is None:
                reader.feed_eof()
            else:
                reader.set_exception(exc)
        if not self._over.done():
            if exc is None:
                self._over.set_result(None)
            else:
                self._over.set_exception(exc)
        super().connection_lost(exc)
        self._reader_ref = self._writer = self._task = self._transport = None

    def data_received(self, data):
        reader = self._stream_reader
        if reader is not None:
            reader.feed_data(data)

    def eof_received(self):
        reader = self._stream_reader
        if reader is not None:
            reader.feed_eof()
        return True     # The writer may have more to say.

    def _get_close_waiter(self, stream):
        return self._over

    def __del__(self):
        # Nobody need ask how it ended.
        over = getattr(self, '_over', None)
        if over is not None and over.done() and not over.cancelled():
            over.exception()


class StreamWriter:
    """Writes into a transport; what can't be sent yet is kept, and drain() waits for most of it."""

    def __init__(self, transport, protocol, reader, loop):
        self._transport, self._protocol, self._reader, self._loop = \
            transport, protocol, reader, loop

    def __repr__(self):
        reader = f' reader={self._reader!r}' if self._reader is not None else ''
        return f'<{type(self).__name__} transport={self._transport!r}{reader}>'

    def __del__(self):
        transport = getattr(self, '_transport', None)
        if transport is not None and not transport.is_closing():
            if self._loop.is_closed():
                warnings.warn('loop is closed', ResourceWarning)
            else:
                self.close()
                warnings.warn(f'unclosed {self!r}', ResourceWarning)

    @property
    def transport(self):
        return self._transport

    def write(self, data):
        self._transport.write(data)

    def writelines(self, data):
        self._transport.writelines(data)

    def write_eof(self):
        return self._transport.write_eof()

    def can_write_eof(self):
        return self._transport.can_write_eof()

    def close(self):
        return self._transport.close()

    def is_closing(self):
        return self._transport.is_closing()

    async def wait_closed(self):
        """Wait until the connection is closed."""
        await self._protocol._get_close_waiter(self)

    def get_extra_info(self, name, default=None):
        return self._transport.get_extra_info(name, default)

    async def drain(self):
        """Wait until most of what was written has been sent."""
        if self._reader is not None:
            error = self._reader.exception()
            if error is not None:
                raise error
        if self._transport.is_closing():
            await tasks.sleep(0)        # connection_lost() comes first, so that this can raise.
        await self._protocol._drain_helper()


class StreamReader:
    """Bytes that come. When it has more than twice the limit, the transport waits."""

    def __init__(self, limit=_DEFAULT_LIMIT, loop=None):
        if limit <= 0:
            raise ValueError('Limit cannot be <= 0')
        self._limit = limit
        self._loop = events.get_event_loop() if loop is None else loop
        self._buffer = bytearray()
        self._eof = self._paused = False
        self._waiter = self._exception = self._transport = None

    def __repr__(self):
        parts = ['StreamReader']
        if self._buffer:
            parts.append(f'{len(self._buffer)} bytes')
        if self._eof:
            parts.append('eof')
        if self._limit != _DEFAULT_LIMIT:
            parts.append(f'limit={self._limit}')
        for name in 'waiter', 'exception', 'transport':
            if (value := getattr(self, '_' + name)) is not None:
                parts.append(f'{name}={value!r}')
        if self._paused:
            parts.append('paused')
        return f'<{" ".join(parts)}>'

    # --- For the protocol ---

    def exception(self):
        return self._exception

    def set_exception(self, exc):
        self._exception = exc
        waiter, self._waiter = self._waiter, None
        if waiter is not None and not waiter.cancelled():
            waiter.set_exception(exc)

    def set_transport(self, transport):
        assert self._transport is None, 'Transport already set'
        self._transport = transport

    def feed_eof(self):
        self._eof = True
        self._wake()

    def feed_data(self, data):
        assert not self._eof, 'feed_data after feed_eof'
        if not data:
            return
        self._buffer += data
        self._wake()
        if self._transport is not None and not self._paused and \
                len(self._buffer) > 2 * self._limit:
            try:
                self._transport.pause_reading()
                self._paused = True
            except NotImplementedError:
                self._transport = None      # It can't: don't try again.

    def _wake(self):
        waiter, self._waiter = self._waiter, None
        if waiter is not None and not waiter.cancelled():
            waiter.set_result(None)

    # --- For those who read ---

    def at_eof(self):
        """Is everything read, and will no more come?"""
        return self._eof and not self._buffer

    async def _wait_for_data(self, method):
        if self._waiter is not None:
            raise RuntimeError(f'{method}() called while another coroutine is already waiting for '
                               'incoming data')
        self._resume()
        self._waiter = self._loop.create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    def _resume(self, limit=None):
        if self._paused and (limit is None or len(self._buffer) <= limit):
            self._paused = False
            self._transport.resume_reading()

    def _raise_exception(self):
        if self._exception is not None:
            raise self._exception

    def _take(self, size):
        data = bytes(memoryview(self._buffer)[:size])
        del self._buffer[:size]
        self._resume(self._limit)
        return data

    async def readline(self):
        """A line with its newline. The last one may have none; at the end it is empty."""
        try:
            return await self.readuntil(b'\n')
        except exceptions.IncompleteReadError as error:
            return error.partial
        except exceptions.LimitOverrunError as error:
            # The line is given up, as far as it is here.
            if self._buffer.startswith(b'\n', error.consumed):
                del self._buffer[:error.consumed + 1]
            else:
                self._buffer.clear()
            self._resume(self._limit)
            raise ValueError(error.args[0])

    async def readuntil(self, separator=b'\n'):
        """All bytes up to the separator, and it."""
        if not separator:
            raise ValueError('Separator should be at least one-byte string')
        self._raise_exception()
        searched = 0        # In so many bytes it doesn't begin.
        while (found := self._buffer.find(separator, searched)) < 0:
            searched = max(0, len(self._buffer) + 1 - len(separator))
            if searched > self._limit:
                raise exceptions.LimitOverrunError(
                    'Separator is not found, and chunk exceed the limit', searched)
            if self._eof:
                raise exceptions.IncompleteReadError(self._take(len(self._buffer)), None)
            await self._wait_for_data('readuntil')
        if found > self._limit:
            raise exceptions.LimitOverrunError(
                'Separator is found, but chunk is longer than limit', found)
        return self._take(found + len(separator))

    async def read(self, n=-1):
        """At most n bytes, at least one; all until the end if n is negative. None are left when
        the result is empty."""
        self._raise_exception()
        if n == 0:
            return b''
        if n < 0:
            blocks = []
            while block := await self.read(self._limit):
                blocks.append(block)
            return b''.join(blocks)
        if not self._buffer and not self._eof:
            await self._wait_for_data('read')
        return self._take(n)

    async def readexactly(self, n):
        """Exactly n bytes, or IncompleteReadError."""
        if n < 0:
            raise ValueError('readexactly size can not be less than zero')
        self._raise_exception()
        if n == 0:
            return b''
        while len(self._buffer) < n:
            if self._eof:
                raise exceptions.IncompleteReadError(self._take(len(self._buffer)), n)
            await self._wait_for_data('readexactly')
        return self._take(n)

    def __aiter__(self):
        return self

    async def __anext__(self):
        line = await self.readline()
        if not line:
            raise StopAsyncIteration
        return line
