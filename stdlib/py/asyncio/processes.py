"""The transport of a child process. A thread waits for its end."""

import subprocess
import threading
import warnings

from . import protocols, tasks, transports


class _Pipe(protocols.Protocol):
    """What happens to a pipe of a child is told to the child's transport."""

    def __init__(self, process, fd):
        self._process, self._fd = process, fd
        self.transport = None
        self.disconnected = False

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self._process._call(self._process._protocol.pipe_data_received, self._fd, data)

    def connection_lost(self, exc):
        self.disconnected = True
        self._process._call(self._process._protocol.pipe_connection_lost, self._fd, exc)
        self._process._finish_if_over()

    def pause_writing(self):
        self._process._protocol.pause_writing()

    def resume_writing(self):
        self._process._protocol.resume_writing()


class ProcessTransport(transports.SubprocessTransport):
    """The protocol learns of the child's end when its pipes are closed, too."""

    def __init__(self, loop, protocol, command, options):
        super().__init__()
        self._loop, self._protocol = loop, protocol
        self._pending = []          # calls of the protocol, until the pipes are connected
        self._pipes = {}            # by fd of the child
        self._waiters = []
        self._returncode = None
        self._process = subprocess.Popen(command, **options)
        self._closed = False
        self._extra['subprocess'] = self._process
        threading.Thread(target=self._wait_in_thread, daemon=True,
                         name=f'asyncio-waitpid-{self._process.pid}').start()

    def __repr__(self):
        state = 'closed' if self._closed else 'running' if self._returncode is None else \
            f'returncode={self._returncode}'
        return f'<{type(self).__name__} pid={self._process.pid} {state}>'

    def __del__(self):
        if not getattr(self, '_closed', True):
            warnings.warn(f'unclosed transport {self!r}', ResourceWarning, source=self)
            self.close()

    def _wait_in_thread(self):
        status = self._process.wait()
        try:
            self._loop.call_soon_threadsafe(self._process_exited, status)
        except RuntimeError:
            pass        # The loop has been closed.

    async def connect_pipes(self):
        connect = (self._loop.connect_write_pipe, self._loop.connect_read_pipe,
                   self._loop.connect_read_pipe)
        files = self._process.stdin, self._process.stdout, self._process.stderr
        for fd, file in enumerate(files):
            if file is not None:
                _, self._pipes[fd] = await connect[fd](lambda fd=fd: _Pipe(self, fd), file)
        self._loop.call_soon(self._protocol.connection_made, self)
        for call in self._pending:
            self._loop.call_soon(*call)
        self._pending = None
        await tasks.sleep(0)        # until the protocol knows

    def _call(self, *call):
        if self._pending is not None:
            self._pending.append(call)
        else:
            self._loop.call_soon(*call)

    # --- The end ---

    def _process_exited(self, returncode):
        self._returncode = returncode
        self._call(self._protocol.process_exited)
        self._finish_if_over()
        for waiter in self._waiters:
            if not waiter.cancelled():
                waiter.set_result(returncode)
        self._waiters = []

    def _finish_if_over(self):
        if self._returncode is not None and self._pending is None and \
                all(pipe.disconnected for pipe in self._pipes.values()):
            self._loop.call_soon(self._protocol.connection_lost, None)

    async def wait(self):
        """Wait until the child has ended: its status."""
        if self._returncode is None:
            waiter = self._loop.create_future()
            self._waiters.append(waiter)
            return await waiter
        return self._returncode

    def close(self):
        """Close the pipes, and kill the child if it still runs."""
        if self._closed:
            return
        self._closed = True
        for pipe in self._pipes.values():
            pipe.transport.close()
        if self._returncode is None:
            try:
                self._process.kill()
            except ProcessLookupError:
                pass

    def is_closing(self):
        return self._closed

    # --- The child ---

    def set_protocol(self, protocol):
        self._protocol = protocol

    def get_protocol(self):
        return self._protocol

    def get_pid(self):
        return self._process.pid

    def get_returncode(self):
        return self._returncode

    def get_pipe_transport(self, fd):
        return self._pipes[fd].transport if fd in self._pipes else None

    def send_signal(self, signal):
        if self._returncode is not None:
            raise ProcessLookupError()
        self._process.send_signal(signal)

    def terminate(self):
        if self._returncode is not None:
            raise ProcessLookupError()
        self._process.terminate()

    def kill(self):
        if self._returncode is not None:
            raise ProcessLookupError()
        self._process.kill()
