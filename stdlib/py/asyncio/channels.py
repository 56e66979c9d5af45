"""The transports: sockets and pipes that the loop reads and writes when they are ready."""

import collections
import os
import socket
import stat
import warnings

from . import log, protocols, transports
from .futures import set_result_unless_cancelled

_CHUNK = 256 * 1024             # bytes read at once, at most
_HIGH_WATER = 64 * 1024         # bytes that may wait to be written until the protocol is paused
_LOSSES_TO_LOG = 5              # writes to a connection that is lost, until that is logged
_NOT_YET = BlockingIOError, InterruptedError


class _Base(transports.BaseTransport):
    """A file, its protocol, what waits to be written, and how all of it ends."""

    _kind = ''      # for messages

    def __init__(self, loop, file, protocol, extra=None, server=None):
        super().__init__(extra)
        self._loop, self._file, self._fd = loop, file, file.fileno()
        self._server = server
        self._closing = False
        self._losses = 0        # How often was something tried after the end?
        self._writing_paused = False
        self.set_protocol(protocol)
        self.set_write_buffer_limits()
        if server is not None:
            server._attach()

    def __repr__(self):
        state = 'closed' if self._file is None else 'closing' if self._closing else 'open'
        return (f'<{type(self).__name__} {state} fd={self._fd} '
                f'bufsize={self.get_write_buffer_size()}>')

    def __del__(self):
        if getattr(self, '_file', None) is not None:
            warnings.warn(f'unclosed transport {self!r}', ResourceWarning, source=self)
            self._file.close()

    def _begin(self, first, waiter):
        """Tell the protocol, begin to read, tell who waits: in three calls of the loop."""
        self._loop.call_soon(self._protocol.connection_made, self)
        self._loop.call_soon(first)
        if waiter is not None:
            self._loop.call_soon(set_result_unless_cancelled, waiter, None)

    def set_protocol(self, protocol):
        self._protocol = protocol

    def get_protocol(self):
        return self._protocol

    def get_loop(self):
        return self._loop

    def is_closing(self):
        return self._closing

    # --- How it ends ---

    def close(self):
        if self._closing:
            return
        self._closing = True
        self._loop.remove_reader(self._fd)
        if not self.get_write_buffer_size():
            self._end(None)

    def abort(self):
        self._force_close(None)

    def _end(self, error):
        """Nothing is left to be written."""
        self._losses += 1
        self._loop.remove_writer(self._fd)
        self._loop.call_soon(self._connection_lost, error)

    def _force_close(self, error):
        if self._losses:
            return
        self._buffer.clear()
        self._closing = True
        self._loop.remove_reader(self._fd)
        self._end(error)

    def _fatal_error(self, error, doing):
        """The connection can't go on. That others break connections is nothing to be logged."""
        if not isinstance(error, OSError):
            self._loop.call_exception_handler({
                'message': f'Fatal {doing} on {self._kind} transport', 'exception': error,
                'transport': self, 'protocol': self._protocol})
        self._force_close(error)

    def _connection_lost(self, error):
        try:
            self._protocol.connection_lost(error)
        finally:
            self._file.close()
            self._file = self._protocol = None
            if self._server is not None:
                self._server._detach()
                self._server = None

    def _is_lost(self, call):
        """Has it ended? Then the data is, too."""
        if self._losses:
            if self._losses >= _LOSSES_TO_LOG:
                log.logger.warning('%s raised exception.', call)
            self._losses += 1
        return self._losses > 0

    # --- Flow control ---

    def set_write_buffer_limits(self, high=None, low=None):
        if high is None:
            high = _HIGH_WATER if low is None else 4 * low
        if low is None:
            low = high // 4
        if not high >= low >= 0:
            raise ValueError(f'high ({high!r}) must be >= low ({low!r}) must be >= 0')
        self._high_water, self._low_water = high, low
        self._pause_if_much()

    def get_write_buffer_limits(self):
        return self._low_water, self._high_water

    def get_write_buffer_size(self):
        return len(getattr(self, '_buffer', ()))

    def _pause_if_much(self):
        if not self._writing_paused and self.get_write_buffer_size() > self._high_water:
            self._writing_paused = True
            self._call_protocol('pause_writing')

    def _resume_if_little(self):
        if self._writing_paused and self.get_write_buffer_size() <= self._low_water:
            self._writing_paused = False
            self._call_protocol('resume_writing')

    def _call_protocol(self, method):
        try:
            getattr(self._protocol, method)()
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            self._loop.call_exception_handler({
                'message': f'protocol.{method}() failed', 'exception': error, 'transport': self,
                'protocol': self._protocol})


class _Reading(_Base, transports.ReadTransport):
    """Bytes come from it: _receive(size) and _receive_into(buffer) say how."""

    _reading_paused = False

    def is_reading(self):
        return not self._closing and not self._reading_paused

    def pause_reading(self):
        if self.is_reading():
            self._reading_paused = True
            self._loop.remove_reader(self._fd)

    def resume_reading(self):
        if not self._closing and self._reading_paused:
            self._reading_paused = False
            self._start_reading()

    def _start_reading(self):
        if self.is_reading():
            self._loop.add_reader(self._fd, self._read_ready)

    def _read_ready(self):
        if self._losses:
            return
        buffered = isinstance(self._protocol, protocols.BufferedProtocol)
        doing = 'error: protocol.get_buffer() call failed' if buffered else 'read error'
        try:
            if buffered:
                buffer = self._protocol.get_buffer(-1)
                if not len(buffer):
                    raise RuntimeError('get_buffer() returned an empty buffer')
                doing = 'read error'
                came = self._receive_into(buffer)
            else:
                came = self._receive(_CHUNK)
            if not came:
                doing = 'error: protocol.eof_received() call failed'
                self._end_of_file()
            elif buffered:
                doing = 'error: protocol.buffer_updated() call failed'
                self._protocol.buffer_updated(came)
            else:
                doing = 'error: protocol.data_received() call failed'
                self._protocol.data_received(came)
        except (SystemExit, KeyboardInterrupt):
            raise
        except _NOT_YET:
            pass
        except BaseException as error:
            self._fatal_error(error, doing)

    def _end_of_file(self):
        if self._protocol.eof_received():
            self._loop.remove_reader(self._fd)      # There is more to write.
        else:
            self.close()


class _Writing(_Base, transports.WriteTransport):
    """Bytes go into it: _send(data) says how."""

    _eof = False

    def __init__(self, *args, **kwargs):
        self._buffer = bytearray()
        super().__init__(*args, **kwargs)

    def write(self, data):
        if not isinstance(data, (bytes, bytearray, memoryview)):
            raise TypeError('data argument must be a bytes-like object, not '
                            f'{type(data).__name__!r}')
        if self._eof:
            raise RuntimeError('Cannot call write() after write_eof()')
        if not data or self._is_lost(f'{self._kind}.send()'):
            return
        if not self._buffer:
            sent = self._try_to_send(data)
            if sent is None or sent == len(data):
                return
            data = memoryview(data)[sent:]
            self._loop.add_writer(self._fd, self._write_ready)
        self._buffer += data
        self._pause_if_much()

    def _try_to_send(self, data):
        """How many bytes were taken, or None if that was the end of the connection."""
        try:
            return self._send(data)
        except _NOT_YET:
            return 0
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            self._fatal_error(error, 'write error')
            return None

    def _write_ready(self):
        if self._losses:
            return
        sent = self._try_to_send(self._buffer)
        if sent is None:
            return
        del self._buffer[:sent]
        self._resume_if_little()
        if not self._buffer:
            self._loop.remove_writer(self._fd)
            if self._closing:
                self._end(None)
            elif self._eof:
                self._send_eof()

    def can_write_eof(self):
        return True

    def write_eof(self):
        if not self._closing and not self._eof:
            self._eof = True
            if not self._buffer:
                self._send_eof()


class SocketTransport(_Reading, _Writing, transports.Transport):
    """A connected socket."""

    _kind = 'socket'

    def __init__(self, loop, sock, protocol, waiter=None, extra=None, server=None):
        super().__init__(loop, sock, protocol, _socket_facts(sock, extra), server)
        self._receive, self._receive_into, self._send = sock.recv, sock.recv_into, sock.send
        if sock.family in (socket.AF_INET, socket.AF_INET6):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._begin(self._start_reading, waiter)

    def _send_eof(self):
        self._file.shutdown(socket.SHUT_WR)


def _socket_facts(sock, extra):
    facts = {**(extra or {}), 'socket': sock}
    for name, ask in ('sockname', sock.getsockname), ('peername', sock.getpeername):
        if name not in facts:
            try:
                facts[name] = ask()
            except OSError:
                facts[name] = None
    return facts


class DatagramTransport(_Base, transports.DatagramTransport):
    """A socket of packets, connected to an address or not."""

    _kind = 'datagram'

    def __init__(self, loop, sock, protocol, address=None, waiter=None, extra=None):
        self._buffer = collections.deque()      # pairs of data and address
        super().__init__(loop, sock, protocol, _socket_facts(sock, extra))
        self._address = address
        self._begin(self._start_reading, waiter)

    def _start_reading(self):
        if not self._closing:
            self._loop.add_reader(self._fd, self._read_ready)

    def get_write_buffer_size(self):
        return sum(len(data) for data, address in self._buffer)

    def _read_ready(self):
        if self._losses:
            return
        try:
            data, address = self._file.recvfrom(_CHUNK)
        except _NOT_YET:
            pass
        except OSError as error:
            self._protocol.error_received(error)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            self._fatal_error(error, 'read error')
        else:
            self._protocol.datagram_received(data, address)

    def sendto(self, data, addr=None):
        if not isinstance(data, (bytes, bytearray, memoryview)):
            raise TypeError('data argument must be a bytes-like object, not '
                            f'{type(data).__name__!r}')
        if not data:
            return
        if self._address is not None:
            if addr not in (None, self._address):
                raise ValueError(f'Invalid address: must be None or {self._address}')
            if self._is_lost('socket.send()'):
                return
        self._buffer.append((bytes(data), addr))
        if len(self._buffer) == 1:
            self._send_packets()
            if self._buffer:
                self._loop.add_writer(self._fd, self._send_packets)
        self._pause_if_much()

    def _send_packets(self):
        """As many as the system takes."""
        while self._buffer:
            data, address = self._buffer[0]
            try:
                if self._address is not None:
                    self._file.send(data)
                else:
                    self._file.sendto(data, address)
            except _NOT_YET:
                return
            except OSError as error:
                self._protocol.error_received(error)
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException as error:
                return self._fatal_error(error, 'write error')
            if self._buffer:
                self._buffer.popleft()
        self._resume_if_little()
        self._loop.remove_writer(self._fd)
        if self._closing and not self._losses:
            self._end(None)


class ReadPipeTransport(_Reading):
    """The end of a pipe from which bytes come."""

    _kind = 'pipe'
    _buffer = bytearray()       # nothing is ever in it

    def __init__(self, loop, pipe, protocol, waiter=None, extra=None):
        _check_pipe(pipe)
        super().__init__(loop, pipe, protocol, {**(extra or {}), 'pipe': pipe})
        os.set_blocking(self._fd, False)
        self._begin(self._start_reading, waiter)

    def _receive(self, size):
        return os.read(self._fd, size)

    def _receive_into(self, buffer):
        return os.readv(self._fd, [buffer])

    def _end_of_file(self):
        self._protocol.eof_received()
        self.close()


class WritePipeTransport(_Writing):
    """The end of a pipe into which bytes go."""

    _kind = 'pipe'

    def __init__(self, loop, pipe, protocol, waiter=None, extra=None):
        mode = _check_pipe(pipe)
        super().__init__(loop, pipe, protocol, {**(extra or {}), 'pipe': pipe})
        os.set_blocking(self._fd, False)
        # A pipe whose reader has gone can be "read". So can a terminal, when somebody types.
        self._watched = not stat.S_ISCHR(mode)
        self._begin(self._watch, waiter)

    def _watch(self):
        if self._watched and not self._closing:
            self._loop.add_reader(self._fd, self._reader_gone)

    def _reader_gone(self):
        self._force_close(BrokenPipeError() if self._buffer else None)

    def _send(self, data):
        return os.write(self._fd, data)

    def _send_eof(self):
        self.close()

    def close(self):
        self._eof = True
        super().close()


def _check_pipe(pipe):
    mode = os.fstat(pipe.fileno()).st_mode
    if not (stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) or stat.S_ISCHR(mode)):
        raise ValueError('Pipe transport is for pipes/sockets only.')
    return mode
