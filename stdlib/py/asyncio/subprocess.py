"""Child processes whose pipes are streams.

    process = await create_subprocess_exec('ls', '-l', stdout=PIPE)
    output, errors = await process.communicate()
"""

import subprocess

from . import events, protocols, streams, tasks

__all__ = 'create_subprocess_exec', 'create_subprocess_shell'

PIPE, STDOUT, DEVNULL = subprocess.PIPE, subprocess.STDOUT, subprocess.DEVNULL


class SubprocessStreamProtocol(streams.FlowControl, protocols.SubprocessProtocol):
    """Has a writer for the child's input and readers for its output and errors."""

    def __init__(self, limit, loop):
        super().__init__(loop=loop)
        self._limit = limit
        self._transport = None
        self.stdin = self.stdout = self.stderr = None
        self._open = set()          # the fds of the readers' pipes
        self._exited = False
        self._stdin_over = self._loop.create_future()

    def __repr__(self):
        files = [f'{name}={value!r}' for name in ('stdin', 'stdout', 'stderr')
                 if (value := getattr(self, name)) is not None]
        return f'<{" ".join([type(self).__name__, *files])}>'

    def connection_made(self, transport):
        self._transport = transport
        for fd, name in (1, 'stdout'), (2, 'stderr'):
            pipe = transport.get_pipe_transport(fd)
            if pipe is not None:
                reader = streams.StreamReader(limit=self._limit, loop=self._loop)
                reader.set_transport(pipe)
                setattr(self, name, reader)
                self._open.add(fd)
        pipe = transport.get_pipe_transport(0)
        if pipe is not None:
            self.stdin = streams.StreamWriter(pipe, protocol=self, reader=None, loop=self._loop)

    def _reader(self, fd):
        return self.stdout if fd == 1 else self.stderr if fd == 2 else None

    def pipe_data_received(self, fd, data):
        self._reader(fd).feed_data(data)

    def pipe_connection_lost(self, fd, exc):
        if fd == 0:
            self.stdin.close()
            self.connection_lost(exc)
            if exc is None:
                self._stdin_over.set_result(None)
            else:
                self._stdin_over.set_exception(exc)
                self._stdin_over.exception()    # Nobody need ask.
            return
        reader = self._reader(fd)
        if exc is None:
            reader.feed_eof()
        else:
            reader.set_exception(exc)
        self._open.discard(fd)
        self._close_if_over()

    def process_exited(self):
        self._exited = True
        self._close_if_over()

    def _close_if_over(self):
        if not self._open and self._exited and self._transport is not None:
            self._transport.close()
            self._transport = None

    def _get_close_waiter(self, stream):
        return self._stdin_over


class Process:
    """A child process: stdin is a StreamWriter, stdout and stderr are StreamReaders, or None."""

    def __init__(self, transport, protocol, loop):
        self._transport, self._protocol, self._loop = transport, protocol, loop
        self.stdin, self.stdout, self.stderr = protocol.stdin, protocol.stdout, protocol.stderr
        self.pid = transport.get_pid()

    def __repr__(self):
        return f'<{type(self).__name__} {self.pid}>'

    @property
    def returncode(self):
        """The status, or None as long as it runs."""
        return self._transport.get_returncode()

    async def wait(self):
        """Wait until it has ended: its status."""
        return await self._transport.wait()

    def send_signal(self, signal):
        self._transport.send_signal(signal)

    def terminate(self):
        self._transport.terminate()

    def kill(self):
        self._transport.kill()

    async def _feed(self, data):
        if data is not None:
            self.stdin.write(data)
        try:
            await self.stdin.drain()
        except (BrokenPipeError, ConnectionResetError):
            pass        # It reads no more.
        self.stdin.close()

    async def _read(self, fd, reader):
        pipe = self._transport.get_pipe_transport(fd)
        data = await reader.read()
        pipe.close()
        return data

    async def communicate(self, input=None):
        """Feed it, read all that it writes, and wait for its end: (output, errors)."""
        async def nothing():
            return None

        _, output, errors = await tasks.gather(
            self._feed(input) if self.stdin is not None else nothing(),
            self._read(1, self.stdout) if self.stdout is not None else nothing(),
            self._read(2, self.stderr) if self.stderr is not None else nothing())
        await self.wait()
        return output, errors


async def _start(start, command, limit, options):
    loop = events.get_running_loop()
    transport, protocol = await getattr(loop, start)(
        lambda: SubprocessStreamProtocol(limit=limit, loop=loop), *command, **options)
    return Process(transport, protocol, loop)


async def create_subprocess_shell(cmd, stdin=None, stdout=None, stderr=None,
                                  limit=streams._DEFAULT_LIMIT, **kwds):
    """Start a shell with a command: a Process."""
    return await _start('subprocess_shell', (cmd,), limit,
                        dict(stdin=stdin, stdout=stdout, stderr=stderr, **kwds))


async def create_subprocess_exec(program, *args, stdin=None, stdout=None, stderr=None,
                                 limit=streams._DEFAULT_LIMIT, **kwds):
    """Start a program: a Process."""
    return await _start('subprocess_exec', (program, *args), limit,
                        dict(stdin=stdin, stdout=stdout, stderr=stderr, **kwds))
