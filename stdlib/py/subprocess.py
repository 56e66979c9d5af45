"""Subprocesses with accessible I/O streams.

    run(...)            runs a command, waits, and tells how it went: CompletedProcess
    call, check_call, check_output, getoutput, getstatusoutput: likewise, in fewer words
    Popen(...)          a program that is running
    PIPE, STDOUT, DEVNULL: where its files may lead
"""

import contextlib
import errno
import io
import os
import posix
import selectors
import signal
import sys
import threading
import time
import types
import warnings

__all__ = ['Popen', 'PIPE', 'STDOUT', 'call', 'check_call', 'getstatusoutput', 'getoutput',
           'check_output', 'run', 'CalledProcessError', 'DEVNULL', 'SubprocessError',
           'TimeoutExpired', 'CompletedProcess']

PIPE = -1
STDOUT = -2
DEVNULL = -3


class SubprocessError(Exception):
    pass


class CalledProcessError(SubprocessError):
    """Raised when run() is called with check=True and the process
    returns a non-zero exit status."""

    def __init__(self, returncode, cmd, output=None, stderr=None):
        self.returncode = returncode
        self.cmd = cmd
        self.output = output
        self.stderr = stderr

    def __str__(self):
        if self.returncode and self.returncode < 0:
            try:
                return "Command '%s' died with %r." % (self.cmd, signal.Signals(-self.returncode))
            except ValueError:
                return "Command '%s' died with unknown signal %d." % (self.cmd, -self.returncode)
        return "Command '%s' returned non-zero exit status %d." % (self.cmd, self.returncode)

    @property
    def stdout(self):
        """Alias for output attribute, to match stderr"""
        return self.output

    @stdout.setter
    def stdout(self, value):
        self.output = value


class TimeoutExpired(SubprocessError):
    """This exception is raised when the timeout expires while waiting for a
    child process."""

    def __init__(self, cmd, timeout, output=None, stderr=None):
        self.cmd = cmd
        self.timeout = timeout
        self.output = output
        self.stderr = stderr

    def __str__(self):
        return "Command '%s' timed out after %s seconds" % (self.cmd, self.timeout)

    @property
    def stdout(self):
        return self.output

    @stdout.setter
    def stdout(self, value):
        self.output = value


# --- Commands ---

class CompletedProcess:
    """A process that has finished running: what run() returns."""

    def __init__(self, args, returncode, stdout=None, stderr=None):
        self.args = args
        self.returncode = returncode
        self.stdout = stdout
        self.stderr = stderr

    def __repr__(self):
        parts = [f'args={self.args!r}', f'returncode={self.returncode!r}']
        if self.stdout is not None:
            parts.append(f'stdout={self.stdout!r}')
        if self.stderr is not None:
            parts.append(f'stderr={self.stderr!r}')
        return f'{type(self).__name__}({", ".join(parts)})'

    __class_getitem__ = classmethod(types.GenericAlias)

    def check_returncode(self):
        """Raise CalledProcessError if the exit code is non-zero."""
        if self.returncode:
            raise CalledProcessError(self.returncode, self.args, self.stdout, self.stderr)


def run(*popenargs, input=None, capture_output=False, timeout=None, check=False, **kwargs):
    """Run command with arguments and return a CompletedProcess instance.

    If check is True and the exit code was non-zero, it raises a CalledProcessError. If timeout is
    given, and the process takes too long, a TimeoutExpired exception is raised. input is passed to
    the command's standard input; capture_output keeps what it writes."""
    if input is not None:
        if kwargs.get('stdin') is not None:
            raise ValueError('stdin and input arguments may not both be used.')
        kwargs['stdin'] = PIPE
    if capture_output:
        if kwargs.get('stdout') is not None or kwargs.get('stderr') is not None:
            raise ValueError('stdout and stderr arguments may not be used with capture_output.')
        kwargs['stdout'] = PIPE
        kwargs['stderr'] = PIPE
    with Popen(*popenargs, **kwargs) as process:
        try:
            stdout, stderr = process.communicate(input, timeout=timeout)
        except TimeoutExpired:
            process.kill()
            process.wait()
            raise
        except:
            process.kill()
            raise
        returncode = process.poll()
        if check and returncode:
            raise CalledProcessError(returncode, process.args, output=stdout, stderr=stderr)
    return CompletedProcess(process.args, returncode, stdout, stderr)


def call(*popenargs, timeout=None, **kwargs):
    """Run command with arguments.  Wait for command to complete or
    timeout, then return the returncode attribute."""
    with Popen(*popenargs, **kwargs) as p:
        try:
            return p.wait(timeout=timeout)
        except:
            p.kill()
            raise


def check_call(*popenargs, **kwargs):
    """Run command with arguments.  Wait for command to complete.  If
    the exit code was zero then return, otherwise raise CalledProcessError."""
    returncode = call(*popenargs, **kwargs)
    if returncode:
        cmd = kwargs.get('args')
        raise CalledProcessError(returncode, popenargs[0] if cmd is None else cmd)
    return 0


def check_output(*popenargs, timeout=None, **kwargs):
    """Run command with arguments and return its output."""
    for name in 'stdout', 'check':
        if name in kwargs:
            raise ValueError(f'{name} argument not allowed, it will be overridden.')
    if 'input' in kwargs and kwargs['input'] is None:
        # An empty input, in the kind that the output will have.
        text = (kwargs.get('universal_newlines') or kwargs.get('text') or kwargs.get('encoding')
                or kwargs.get('errors'))
        kwargs['input'] = '' if text else b''
    return run(*popenargs, stdout=PIPE, timeout=timeout, check=True, **kwargs).stdout


def getstatusoutput(cmd, *, encoding=None, errors=None):
    """Return (exitcode, output) of executing cmd in a shell."""
    try:
        data = check_output(cmd, shell=True, text=True, stderr=STDOUT, encoding=encoding,
                            errors=errors)
        exitcode = 0
    except CalledProcessError as ex:
        data = ex.output
        exitcode = ex.returncode
    if data[-1:] == '\n':
        data = data[:-1]
    return exitcode, data


def getoutput(cmd, *, encoding=None, errors=None):
    """Return output (stdout or stderr) of executing cmd in a shell."""
    return getstatusoutput(cmd, encoding=encoding, errors=errors)[1]


def list2cmdline(seq):
    """Translate a sequence of arguments into a command line, as Windows takes them apart."""
    result = []
    for arg in map(os.fsdecode, seq):
        quoted = not arg or ' ' in arg or '\t' in arg
        text = ''
        backslashes = 0
        for c in arg:
            if c == '\\':
                backslashes += 1
            elif c == '"':
                text += '\\' * (backslashes * 2 + 1) + '"'
                backslashes = 0
            else:
                text += '\\' * backslashes + c
                backslashes = 0
        text += '\\' * (backslashes * 2 if quoted else backslashes)
        result.append(f'"{text}"' if quoted else text)
    return ' '.join(result)


def _args_from_interpreter_flags():
    """The options with which this interpreter was started, for another one."""
    flags = {'dont_write_bytecode': 'B', 'no_user_site': 's', 'verbose': 'v', 'bytes_warning': 'b',
             'quiet': 'q'}
    args = []
    if sys.flags.optimize:
        args.append('-' + 'O' * sys.flags.optimize)
    if sys.flags.isolated:
        args.append('-I')
    elif sys.flags.ignore_environment:
        args.append('-E')
    for name, letter in flags.items():
        value = getattr(sys.flags, name, 0)
        if value:
            args.append('-' + letter * value)
    args.extend('-W' + option for option in sys.warnoptions)
    for option, value in getattr(sys, '_xoptions', {}).items():
        args += ['-X', option if value is True else f'{option}={value}']
    return args


# --- Popen ---

# Processes that nobody waited for while their Popen was alive.
_active = []


def _cleanup():
    if _active is None:
        return
    for process in _active[:]:
        if process._internal_poll(_deadstate=sys.maxsize) is not None:
            with contextlib.suppress(ValueError):
                _active.remove(process)


class Popen:
    """Execute a child program in a new process.

    args is a sequence of strings, or one string; shell=True gives it to the shell. stdin, stdout
    and stderr are PIPE, DEVNULL, a file or its number, and for stderr STDOUT; cwd and env are the
    program's folder and environment. text, encoding and errors make the pipes text files."""

    _child_created = False

    def __init__(self, args, bufsize=-1, executable=None, stdin=None, stdout=None, stderr=None,
                 preexec_fn=None, close_fds=True, shell=False, cwd=None, env=None,
                 universal_newlines=None, startupinfo=None, creationflags=0, restore_signals=True,
                 start_new_session=False, pass_fds=(), *, user=None, group=None,
                 extra_groups=None, encoding=None, errors=None, text=None, umask=-1, pipesize=-1,
                 process_group=None):
        _cleanup()
        self._waitpid_lock = threading.Lock()
        self._input = None
        self._communication_started = False
        if bufsize is None:
            bufsize = -1
        if not isinstance(bufsize, int):
            raise TypeError('bufsize must be an integer')
        if startupinfo is not None:
            raise ValueError('startupinfo is only supported on Windows platforms')
        if creationflags != 0:
            raise ValueError('creationflags is only supported on Windows platforms')
        for name, value in (('preexec_fn', preexec_fn), ('user', user), ('group', group),
                            ('extra_groups', extra_groups)):
            if value is not None:
                raise ValueError(f'{name} is not supported on this platform')
        if text is not None and universal_newlines is not None and bool(
                universal_newlines) != bool(text):
            raise SubprocessError('Cannot disambiguate when both text and universal_newlines are '
                                  'supplied but different. Pass one or the other.')
        self.args = args
        self.stdin = self.stdout = self.stderr = None
        self.pid = None
        self.returncode = None
        self.encoding = encoding
        self.errors = errors
        self.pipesize = pipesize
        self.text_mode = encoding or errors or text or universal_newlines
        if self.text_mode and encoding is None:
            self.encoding = encoding = 'utf-8'
        if bufsize == 1 and not self.text_mode:
            warnings.warn("line buffering (buffering=1) isn't supported in binary mode, the "
                          'default buffer size will be used', RuntimeWarning, stacklevel=2)
        line_buffering = bufsize == 1 and bool(self.text_mode)
        if bufsize == 1:
            bufsize = -1
        self._closed_child_pipe_fds = False
        ours, theirs, to_close = self._open_files(stdin, stdout, stderr)
        try:
            self._wrap_files(ours, bufsize, line_buffering)
            self._execute_child(args, executable, cwd, env, theirs, shell,
                                start_new_session or process_group == 0, pass_fds)
        except:
            for file in self.stdin, self.stdout, self.stderr:
                if file is not None:
                    with contextlib.suppress(OSError):
                        file.close()
            raise
        finally:
            for fd in to_close:
                os.close(fd)

    universal_newlines = property(lambda self: self.text_mode,
                                  lambda self, value: setattr(self, 'text_mode', bool(value)))

    def _open_files(self, stdin, stdout, stderr):
        """(our ends of pipes or None, the child's files or -1, the child's files that we close)"""
        ours, theirs, to_close = [None] * 3, [-1] * 3, []
        try:
            for i, wanted in enumerate((stdin, stdout, stderr)):
                if wanted is None:
                    continue
                if wanted == PIPE:
                    read_end, write_end = os.pipe()
                    ours[i], theirs[i] = (write_end, read_end) if i == 0 else (read_end, write_end)
                    to_close.append(theirs[i])
                elif wanted == DEVNULL:
                    theirs[i] = os.open(os.devnull, os.O_RDWR)
                    to_close.append(theirs[i])
                elif wanted == STDOUT and i == 2:
                    theirs[i] = theirs[1] if theirs[1] != -1 else 1
                elif isinstance(wanted, int):
                    theirs[i] = wanted
                else:
                    theirs[i] = wanted.fileno()
        except:
            for fd in *to_close, *(fd for fd in ours if fd is not None):
                os.close(fd)
            raise
        return ours, theirs, to_close

    def _wrap_files(self, ours, bufsize, line_buffering):
        for name, fd in zip(('stdin', 'stdout', 'stderr'), ours):
            if fd is None:
                continue
            file = io.open(fd, 'wb' if name == 'stdin' else 'rb', bufsize)
            if self.text_mode:
                if name == 'stdin':
                    file = io.TextIOWrapper(file, write_through=True,
                                            line_buffering=line_buffering,
                                            encoding=self.encoding, errors=self.errors)
                else:
                    file = io.TextIOWrapper(file, encoding=self.encoding, errors=self.errors)
            setattr(self, name, file)

    def _execute_child(self, args, executable, cwd, env, files, shell, new_session, pass_fds):
        if isinstance(args, (str, bytes)):
            args = [args]
        elif isinstance(args, os.PathLike):
            if shell:
                raise TypeError('path-like args is not allowed when shell is true')
            args = [args]
        else:
            args = list(args)
        if shell:
            args = ['/bin/sh', '-c', *args]
            if executable:
                args[0] = executable
        if executable is None:
            executable = args[0]
        sys.audit('subprocess.Popen', executable, args, cwd, env)
        if env is not None:
            variables = []
            for key, value in env.items():
                key = os.fsencode(key)
                if b'=' in key:
                    raise ValueError('illegal environment variable name')
                variables.append(key + b'=' + os.fsencode(value))
            env = variables
        program = os.fsencode(executable)
        if cwd is not None and b'/' in program and not os.path.isabs(program):
            program = os.path.join(os.fsencode(os.path.abspath(cwd)), program)
        inheritable = [fd for fd in pass_fds if not os.get_inheritable(fd)]
        for fd in inheritable:
            os.set_inheritable(fd, True)
        try:
            self.pid = posix._spawn(program, args, env, cwd, *files, new_session)
            self._child_created = True
        except OSError as error:
            if cwd is not None and not os.path.isdir(cwd):
                executable = os.fspath(cwd)
            raise OSError(error.errno, error.strerror, executable) from None
        finally:
            for fd in inheritable:
                os.set_inheritable(fd, False)

    def __repr__(self):
        text = f'<{self.__class__.__name__}: returncode: {self.returncode} args: {self.args!r}>'
        return text[:76] + '...>' if len(text) > 80 else text

    __class_getitem__ = classmethod(types.GenericAlias)

    def __enter__(self):
        return self

    def __exit__(self, exc_type, value, traceback):
        for file in self.stdout, self.stderr:
            if file:
                file.close()
        try:
            if self.stdin:
                self.stdin.close()
        finally:
            if exc_type == KeyboardInterrupt:
                # The child has got the signal as well: give it a moment.
                with contextlib.suppress(TimeoutExpired):
                    self._wait(timeout=0.25)
                return
            self.wait()

    def __del__(self, _maxsize=sys.maxsize, _warn=warnings.warn):
        if not self._child_created:
            return
        if self.returncode is None:
            _warn('subprocess %s is still running' % self.pid, ResourceWarning, source=self)
        self._internal_poll(_deadstate=_maxsize)
        if self.returncode is None and _active is not None:
            _active.append(self)

    # --- Waiting ---

    def poll(self):
        """Check if child process has terminated. Set and return returncode attribute."""
        return self._internal_poll()

    def _handle_exitstatus(self, status):
        self.returncode = os.waitstatus_to_exitcode(status)

    def _internal_poll(self, _deadstate=None):
        if self.returncode is None:
            if not self._waitpid_lock.acquire(False):
                return None  # Another thread is waiting.
            try:
                if self.returncode is not None:
                    return self.returncode
                pid, status = os.waitpid(self.pid, os.WNOHANG)
                if pid == self.pid:
                    self._handle_exitstatus(status)
            except OSError as error:
                if _deadstate is not None:
                    self.returncode = _deadstate
                elif error.errno == errno.ECHILD:
                    # Somebody else has waited for it.
                    self.returncode = 0
            finally:
                self._waitpid_lock.release()
        return self.returncode

    def _try_wait(self, wait_flags):
        try:
            return os.waitpid(self.pid, wait_flags)
        except ChildProcessError:
            return self.pid, 0

    def wait(self, timeout=None):
        """Wait for child process to terminate; returns self.returncode."""
        if timeout is not None:
            endtime = time.monotonic() + timeout
        try:
            return self._wait(timeout=timeout)
        except KeyboardInterrupt:
            # As in __exit__.
            left = 0.25 if timeout is None else min(0.25, endtime - time.monotonic())
            with contextlib.suppress(TimeoutExpired):
                self._wait(timeout=left)
            raise

    def _wait(self, timeout):
        if self.returncode is not None:
            return self.returncode
        if timeout is None:
            while self.returncode is None:
                with self._waitpid_lock:
                    if self.returncode is not None:
                        break
                    pid, status = self._try_wait(0)
                    if pid == self.pid:
                        self._handle_exitstatus(status)
            return self.returncode
        endtime = time.monotonic() + timeout
        delay = 0.0005
        while True:
            if self._waitpid_lock.acquire(False):
                try:
                    if self.returncode is not None:
                        break
                    pid, status = self._try_wait(os.WNOHANG)
                    if pid == self.pid:
                        self._handle_exitstatus(status)
                        break
                finally:
                    self._waitpid_lock.release()
            remaining = endtime - time.monotonic()
            if remaining <= 0:
                raise TimeoutExpired(self.args, timeout)
            delay = min(delay * 2, remaining, 0.05)
            time.sleep(delay)
        return self.returncode

    # --- Talking ---

    def _stdin_write(self, input):
        if input:
            with contextlib.suppress(BrokenPipeError):
                self.stdin.write(input)
        with contextlib.suppress(BrokenPipeError):
            self.stdin.close()

    def communicate(self, input=None, timeout=None):
        """Interact with process: Send data to stdin and close it.
        Read data from stdout and stderr, until end-of-file is
        reached.  Wait for process to terminate."""
        if self._communication_started and input:
            raise ValueError('Cannot send input after starting communication')
        if timeout is None and not self._communication_started and [
                self.stdin, self.stdout, self.stderr].count(None) >= 2:
            # One pipe at most: nothing can get stuck.
            stdout = stderr = None
            if self.stdin:
                self._stdin_write(input)
            elif self.stdout:
                stdout = self.stdout.read()
                self.stdout.close()
            elif self.stderr:
                stderr = self.stderr.read()
                self.stderr.close()
            self.wait()
            return stdout, stderr
        endtime = None if timeout is None else time.monotonic() + timeout
        try:
            stdout, stderr = self._communicate(input, endtime, timeout)
        finally:
            self._communication_started = True
        self.wait(timeout=None if endtime is None else max(0, endtime - time.monotonic()))
        return stdout, stderr

    def _check_timeout(self, endtime, timeout, stdout_seq, stderr_seq):
        if endtime is not None and time.monotonic() > endtime:
            raise TimeoutExpired(self.args, timeout,
                                 output=b''.join(stdout_seq) if stdout_seq else None,
                                 stderr=b''.join(stderr_seq) if stderr_seq else None)

    def _save_input(self, input):
        if self.stdin and self._input is None:
            self._input_offset = 0
            self._input = input
            if input is not None and self.text_mode:
                self._input = self._input.encode(self.stdin.encoding, self.stdin.errors)

    def _communicate(self, input, endtime, timeout):
        if self.stdin and not self._communication_started:
            with contextlib.suppress(BrokenPipeError):
                self.stdin.flush()
            if not input:
                with contextlib.suppress(BrokenPipeError):
                    self.stdin.close()
        if not self._communication_started:
            self._output = {file: [] for file in (self.stdout, self.stderr) if file}
        stdout = self._output.get(self.stdout) if self.stdout else None
        stderr = self._output.get(self.stderr) if self.stderr else None
        self._save_input(input)
        with selectors.DefaultSelector() as selector:
            if self.stdin and self._input and not self.stdin.closed:
                selector.register(self.stdin, selectors.EVENT_WRITE)
            for file in self.stdout, self.stderr:
                if file and not file.closed:
                    selector.register(file, selectors.EVENT_READ)
            while selector.get_map():
                left = None if endtime is None else endtime - time.monotonic()
                if left is not None and left < 0:
                    self._check_timeout(endtime, timeout, stdout, stderr)
                ready = selector.select(left)
                self._check_timeout(endtime, timeout, stdout, stderr)
                for key, events in ready:
                    if key.fileobj is self.stdin:
                        self._send_some(selector, key)
                    else:
                        data = os.read(key.fd, 32768)
                        if not data:
                            selector.unregister(key.fileobj)
                            key.fileobj.close()
                        self._output[key.fileobj].append(data)
        return (self._joined(stdout, self.stdout), self._joined(stderr, self.stderr))

    def _send_some(self, selector, key):
        chunk = memoryview(self._input)[self._input_offset:self._input_offset + 512]
        try:
            self._input_offset += os.write(key.fd, chunk)
        except BrokenPipeError:
            selector.unregister(key.fileobj)
            key.fileobj.close()
            return
        if self._input_offset >= len(self._input):
            selector.unregister(key.fileobj)
            key.fileobj.close()

    def _joined(self, chunks, file):
        if chunks is None:
            return None
        data = b''.join(chunks)
        if self.text_mode:
            data = data.decode(file.encoding, file.errors)
            data = data.replace('\r\n', '\n').replace('\r', '\n')
        return data

    # --- Signals ---

    def send_signal(self, sig):
        """Send a signal to the process."""
        # Not to another that has got its number.
        self.poll()
        if self.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, sig)

    def terminate(self):
        """Terminate the process with SIGTERM"""
        self.send_signal(signal.SIGTERM)

    def kill(self):
        """Kill the process with SIGKILL"""
        self.send_signal(signal.SIGKILL)
