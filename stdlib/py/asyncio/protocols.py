"""Protocols: what a transport calls when something happens to its connection."""

__all__ = ('BaseProtocol', 'Protocol', 'DatagramProtocol', 'SubprocessProtocol',
           'BufferedProtocol')


class BaseProtocol:
    """Of all kinds of connections."""

    __slots__ = ()

    def connection_made(self, transport):
        """The connection is there."""

    def connection_lost(self, exc):
        """It is over: exc is why, or None if it was closed."""

    def pause_writing(self):
        """More has been written than could be sent: wait."""

    def resume_writing(self):
        """Most of it has been sent: go on."""


class Protocol(BaseProtocol):
    """Of a stream of bytes."""

    __slots__ = ()

    def data_received(self, data):
        """Some bytes came."""

    def eof_received(self):
        """The other side sends no more. If this returns something true, this side still may."""


class BufferedProtocol(BaseProtocol):
    """Of a stream of bytes that come into the protocol's own memory."""

    __slots__ = ()

    def get_buffer(self, sizehint):
        """Where the next bytes shall go."""

    def buffer_updated(self, nbytes):
        """So many have come."""

    def eof_received(self):
        """As Protocol's."""


class DatagramProtocol(BaseProtocol):
    """Of packets."""

    __slots__ = ()

    def datagram_received(self, data, addr):
        """A packet came."""

    def error_received(self, exc):
        """Sending or receiving one failed with an OSError."""


class SubprocessProtocol(BaseProtocol):
    """Of a child process and its pipes."""

    __slots__ = ()

    def pipe_data_received(self, fd, data):
        """The child wrote some bytes: to 1 or 2."""

    def pipe_connection_lost(self, fd, exc):
        """The pipe 0, 1 or 2 is closed."""

    def process_exited(self):
        """The child has ended."""
