"""Servers on sockets: one request after the other, or each in a thread or a process of its own.

A server is made of an address and a class of handlers. For each request it makes a handler, which
is the whole conversation: setup(), handle(), finish().
"""

import os
import selectors
import socket
import sys
import threading
import time
from io import BufferedIOBase, BytesIO

__all__ = ['BaseRequestHandler', 'BaseServer', 'DatagramRequestHandler', 'ForkingMixIn',
           'ForkingTCPServer', 'ForkingUDPServer', 'StreamRequestHandler', 'TCPServer',
           'ThreadingMixIn', 'ThreadingTCPServer', 'ThreadingUDPServer', 'UDPServer']


class BaseServer:
    """What all servers do. A subclass knows about its sockets."""

    timeout = None          # How long handle_request() waits.

    def __init__(self, server_address, RequestHandlerClass):
        self.server_address, self.RequestHandlerClass = server_address, RequestHandlerClass
        self._stopped, self._stop_asked = threading.Event(), False

    def server_activate(self):
        """Begin to listen."""

    def serve_forever(self, poll_interval=0.5):
        """Handle requests until shutdown() is called, in another thread."""
        self._stopped.clear()
        try:
            with selectors.DefaultSelector() as selector:
                selector.register(self, selectors.EVENT_READ)
                while not self._stop_asked:
                    came = selector.select(poll_interval)
                    if not self._stop_asked:
                        if came:
                            self._handle_request_noblock()
                        self.service_actions()
        finally:
            self._stop_asked = False
            self._stopped.set()

    def shutdown(self):
        """Let serve_forever() end, and wait until it has."""
        self._stop_asked = True
        self._stopped.wait()

    def service_actions(self):
        """Called now and then while it serves."""

    def handle_request(self):
        """Handle one request, or call handle_timeout()."""
        waits = [each for each in (self.socket.gettimeout(), self.timeout) if each is not None]
        deadline = time.monotonic() + min(waits) if waits else None
        with selectors.DefaultSelector() as selector:
            selector.register(self, selectors.EVENT_READ)
            while True:
                left = None if deadline is None else deadline - time.monotonic()
                if selector.select(left):
                    return self._handle_request_noblock()
                if left is not None and deadline - time.monotonic() < 0:
                    return self.handle_timeout()

    def _handle_request_noblock(self):
        try:
            conversation = self.get_request()
        except OSError:
            return
        request, _ = conversation
        if not self.verify_request(*conversation):
            self.shutdown_request(request)
            return
        going_on = False
        try:
            self.process_request(*conversation)
            going_on = True
        except Exception:
            self.handle_error(*conversation)
        finally:
            if not going_on:
                self.shutdown_request(request)

    def _finish_or_report(self, request, client_address):
        """The whole conversation, and what went wrong: did nothing?"""
        try:
            self.finish_request(request, client_address)
            return True
        except Exception:
            self.handle_error(request, client_address)
            return False

    def handle_timeout(self):
        """No request came in time."""

    def verify_request(self, request, client_address):
        """Is the request to be handled?"""
        return True

    def process_request(self, request, client_address):
        """Handle the request, here or elsewhere."""
        self.finish_request(request, client_address)
        self.shutdown_request(request)

    def finish_request(self, request, client_address):
        """Make a handler, which does everything."""
        self.RequestHandlerClass(request, client_address, self)

    def shutdown_request(self, request):
        self.close_request(request)

    def close_request(self, request):
        """The request is done."""

    def server_close(self):
        """The server is done."""

    def handle_error(self, request, client_address):
        """Print the traceback of an exception."""
        import traceback
        print('-' * 40, 'Exception occurred during processing of request from '
              f'{client_address}', sep='\n', file=sys.stderr)
        traceback.print_exc()
        print('-' * 40, file=sys.stderr)

    def __enter__(self):
        return self

    def __exit__(self, *details):
        self.server_close()


class TCPServer(BaseServer):
    """Each request is a connection."""

    address_family, socket_type = socket.AF_INET, socket.SOCK_STREAM
    request_queue_size = 5
    allow_reuse_address = allow_reuse_port = False

    def __init__(self, server_address, RequestHandlerClass, bind_and_activate=True):
        super().__init__(server_address, RequestHandlerClass)
        self.socket = socket.socket(self.address_family, self.socket_type)
        if bind_and_activate:
            try:
                self.server_bind()
                self.server_activate()
            except:
                self.server_close()
                raise

    def server_bind(self):
        for allowed, option in ((self.allow_reuse_address, 'SO_REUSEADDR'),
                                (self.allow_reuse_port, 'SO_REUSEPORT')):
            if allowed and hasattr(socket, option):
                self.socket.setsockopt(socket.SOL_SOCKET, getattr(socket, option), 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()

    def server_activate(self):
        self.socket.listen(self.request_queue_size)

    def server_close(self):
        self.socket.close()

    def fileno(self):
        return self.socket.fileno()

    def get_request(self):
        return self.socket.accept()

    def shutdown_request(self, request):
        try:
            request.shutdown(socket.SHUT_WR)
        except OSError:
            pass        # The other side is gone.
        self.close_request(request)

    def close_request(self, request):
        request.close()


class UDPServer(TCPServer):
    """Each request is a datagram."""

    socket_type = socket.SOCK_DGRAM
    max_packet_size = 8192

    def get_request(self):
        data, client = self.socket.recvfrom(self.max_packet_size)
        return (data, self.socket), client

    def server_activate(self):
        pass

    def shutdown_request(self, request):
        pass

    close_request = shutdown_request


class ForkingMixIn:
    """Handles each request in a child process."""

    timeout, max_children, block_on_close = 300, 40, True
    active_children = None

    def collect_children(self, *, blocking=False):
        """Let go of the children that have ended; wait, if there are too many."""
        children = self.active_children or set()
        while len(children) >= self.max_children:
            try:
                children.discard(os.waitpid(-1, 0)[0])
            except ChildProcessError:
                children.clear()
        for child in children.copy():
            try:
                ended, _ = os.waitpid(child, 0 if blocking else os.WNOHANG)
                children.discard(ended)
            except ChildProcessError:
                children.discard(child)

    def handle_timeout(self):
        self.collect_children()

    service_actions = handle_timeout

    def process_request(self, request, client_address):
        child = os.fork()
        if child:
            self.active_children = self.active_children or set()
            self.active_children.add(child)
            self.close_request(request)
            return
        status = 1
        try:
            try:
                status = 0 if self._finish_or_report(request, client_address) else 1
            finally:
                self.shutdown_request(request)
        finally:
            os._exit(status)

    def server_close(self):
        super().server_close()
        self.collect_children(blocking=self.block_on_close)


class ThreadingMixIn:
    """Handles each request in a thread."""

    daemon_threads, block_on_close = False, True
    _threads = None

    def process_request_thread(self, request, client_address):
        """What the thread does."""
        try:
            self._finish_or_report(request, client_address)
        finally:
            self.shutdown_request(request)

    def process_request(self, request, client_address):
        thread = threading.Thread(target=self.process_request_thread,
                                  args=(request, client_address), daemon=self.daemon_threads)
        if self.block_on_close and not self.daemon_threads:
            self._threads = [each for each in self._threads or () if each.is_alive()] + [thread]
        thread.start()

    def server_close(self):
        super().server_close()
        for thread in self._threads or ():
            thread.join()


class ForkingTCPServer(ForkingMixIn, TCPServer):
    pass


class ForkingUDPServer(ForkingMixIn, UDPServer):
    pass


class ThreadingTCPServer(ThreadingMixIn, TCPServer):
    pass


class ThreadingUDPServer(ThreadingMixIn, UDPServer):
    pass


if hasattr(socket, 'AF_UNIX'):
    class UnixStreamServer(TCPServer):
        address_family = socket.AF_UNIX

    class UnixDatagramServer(UDPServer):
        address_family = socket.AF_UNIX

    class ThreadingUnixStreamServer(ThreadingMixIn, UnixStreamServer):
        pass

    class ThreadingUnixDatagramServer(ThreadingMixIn, UnixDatagramServer):
        pass

    __all__ += ['ThreadingUnixDatagramServer', 'ThreadingUnixStreamServer', 'UnixDatagramServer',
                'UnixStreamServer']


# --- Handlers ---

class BaseRequestHandler:
    """A conversation: has the request, the client's address and the server."""

    def __init__(self, request, client_address, server):
        self.request, self.client_address, self.server = request, client_address, server
        self.setup()
        try:
            self.handle()
        finally:
            self.finish()

    def setup(self):
        pass

    def handle(self):
        pass

    def finish(self):
        pass


class StreamRequestHandler(BaseRequestHandler):
    """With the connection as two files, rfile and wfile."""

    rbufsize, wbufsize = -1, 0
    timeout, disable_nagle_algorithm = None, False

    def setup(self):
        connection = self.connection = self.request
        if self.timeout is not None:
            connection.settimeout(self.timeout)
        if self.disable_nagle_algorithm:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
        self.rfile = connection.makefile('rb', self.rbufsize)
        self.wfile = (connection.makefile('wb', self.wbufsize) if self.wbufsize else
                      _SocketWriter(connection))

    def finish(self):
        if not self.wfile.closed:
            try:
                self.wfile.flush()
            except OSError:
                pass        # The other side is gone.
        self.wfile.close()
        self.rfile.close()


class _SocketWriter(BufferedIOBase):
    """A file that sends at once."""

    def __init__(self, sock):
        self._sock = sock

    def writable(self):
        return True

    def write(self, data):
        self._sock.sendall(data)
        with memoryview(data) as view:
            return view.nbytes

    def fileno(self):
        return self._sock.fileno()


class DatagramRequestHandler(BaseRequestHandler):
    """With the datagram and the answer as two files, rfile and wfile."""

    def setup(self):
        self.packet, self.socket = self.request
        self.rfile, self.wfile = BytesIO(self.packet), BytesIO()

    def finish(self):
        self.socket.sendto(self.wfile.getvalue(), self.client_address)
