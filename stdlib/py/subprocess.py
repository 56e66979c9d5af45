"""Other programs: started, fed, listened to and waited for.

    run(...)            runs a command, waits, and tells how it went: CompletedProcess
    call, check_call, check_output, getoutput, getstatusoutput: likewise, in fewer words
    Popen(...)          a program that is running
    PIPE, STDOUT, DEVNULL: where its files may lead
"""

import contextlib
import io
import os
import posix
import select
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


# --- Exceptions ---

class SubprocessError(Exception):
    pass


_output_as_stdout = property(lambda self: self.output,
                             lambda self, text: setattr(self, 'output', text),
                             doc='The same as output, so that it goes with stderr.')


class CalledProcessError(SubprocessError):
    """A command ended with another status than 0, and check=True or check_...() was asked for."""

    def __init__(self, returncode, cmd, output=None, stderr=None):
        self.cmd, self.returncode = cmd, returncode
        self.output, self.stderr = output, stderr

    def __str__(self):
        status = self.returncode
        if not status or status > 0:
            return f"Command '{self.cmd}' returned non-zero exit status {status:d}."
        try:
            return f"Command '{self.cmd}' died with {signal.Signals(-status)!r}."
        except ValueError:
            return f"Command '{self.cmd}' died with unknown signal {-status:d}."

    stdout = _output_as_stdout


class TimeoutExpired(SubprocessError):
    """A command takes longer than it was given."""

    def __init__(self, cmd, timeout, output=None, stderr=None):
        self.cmd, self.timeout = cmd, timeout
        self.output, self.stderr = output, stderr

    def __str__(self):
        return f"Command '{self.cmd}' timed out after {self.timeout} seconds"

    stdout = _output_as_stdout


# --- Commands ---

class CompletedProcess:
    """How a command went: its args and returncode, and stdout and stderr if they were kept."""

    def __init__(self, args, returncode, stdout=None, stderr=None):
        self.args, self.returncode = args, returncode
        self.stdout, self.stderr = stdout, stderr

    def __repr__(self):
        shown = [name for name in ('args', 'returncode', 'stdout', 'stderr')
                 if name in ('args', 'returncode') or getattr(self, name) is not None]
        return '{}({})'.format(type(self).__name__, ', '.join(
            f'{name}={getattr(self, name)!r}' for name in shown))

    __class_getitem__ = classmethod(types.GenericAlias)

    def check_returncode(self):
        """CalledProcessError, unless the command ended well."""
        if self.returncode:
            raise CalledProcessError(self.returncode, self.args, output=self.stdout,
                                     stderr=self.stderr)


def _refuse(options, names, message):
    if any(options.get(name) is not None for name in names):
        raise ValueError(message)


def run(*popenargs, input=None, capture_output=False, timeout=None, check=False, **kwargs):
    """Run a command and wait for its end: a CompletedProcess.

    input is what it reads; capture_output keeps what it writes. After timeout seconds it is killed,
    and TimeoutExpired raised; check makes a status other than 0 a CalledProcessError. All other
    arguments are Popen's."""
    if input is not None:
        _refuse(kwargs, ['stdin'], 'stdin and input arguments may not both be used.')
        kwargs['stdin'] = PIPE
    if capture_output:
        _refuse(kwargs, ['stdout', 'stderr'],
                'stdout and stderr arguments may not be used with capture_output.')
        kwargs.update(stdout=PIPE, stderr=PIPE)
    with Popen(*popenargs, **kwargs) as child:
        try:
            output = child.communicate(input, timeout)
        except BaseException as failure:
            child.kill()
            if isinstance(failure, TimeoutExpired):
                child.wait()
            raise
        done = CompletedProcess(child.args, child.poll(), *output)
    if check:
        done.check_returncode()
    return done


def call(*popenargs, timeout=None, **kwargs):
    """Run a command and wait for its end, or for timeout seconds: its status."""
    with Popen(*popenargs, **kwargs) as child:
        try:
            return child.wait(timeout=timeout)
        except BaseException:
            child.kill()
            raise


def check_call(*popenargs, **kwargs):
    """As call(), but a status other than 0 is a CalledProcessError."""
    status = call(*popenargs, **kwargs)
    if status:
        raise CalledProcessError(status, kwargs.get('args') or popenargs[0])
    return 0


def check_output(*popenargs, timeout=None, **kwargs):
    """Run a command and return what it writes; a status other than 0 is a CalledProcessError."""
    for name in 'stdout', 'check':
        if name in kwargs:
            raise ValueError(f'{name} argument not allowed, it will be overridden.')
    if kwargs.get('input', b'') is None:
        # No input is an empty one, of the kind that the output will have.
        as_text = any(map(kwargs.get, ('text', 'universal_newlines', 'encoding', 'errors')))
        kwargs['input'] = '' if as_text else b''
    return run(*popenargs, stdout=PIPE, timeout=timeout, check=True, **kwargs).stdout


def getstatusoutput(cmd, *, encoding=None, errors=None):
    """What a shell does with a command: its status, and all that it writes but the last newline."""
    done = run(cmd, shell=True, text=True, stdout=PIPE, stderr=STDOUT, encoding=encoding,
               errors=errors)
    return done.returncode, done.stdout.removesuffix('\n')


def getoutput(cmd, *, encoding=None, errors=None):
    """What a shell's command writes, whatever its status."""
    return getstatusoutput(cmd, encoding=encoding, errors=errors)[1]


def list2cmdline(seq):
    """The arguments as one line, from which Windows would take them apart again."""
    return ' '.join(_quoted(os.fsdecode(arg)) for arg in seq)


def _quoted(arg):
    # A backslash means itself, unless a quotation mark follows: there, and only there, it is doubled.
    words = [part + (len(part) - len(part.rstrip('\\'))) * '\\' for part in arg.split('"')]
    if not arg or ' ' in arg or '\t' in arg:
        return '"' + '\\"'.join(words) + '"'
    words[-1] = arg.rpartition('"')[2]
    return '\\"'.join(words)


def _optim_args_from_interpreter_flags():
    level = sys.flags.optimize
    return ['-' + 'O' * level] if level > 0 else []


def _args_from_interpreter_flags():
    """The options with which this interpreter was started, for another one."""
    flags = {'dont_write_bytecode': 'B', 'no_user_site': 's', 'verbose': 'v', 'bytes_warning': 'b',
             'quiet': 'q'}
    args = _optim_args_from_interpreter_flags()
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


# --- Users ---

def _number_of(who, kind, lookup, module):
    """The number of a user or group, which may be given by name; -1 for None."""
    if who is None:
        return -1
    if isinstance(who, str):
        try:
            return lookup(who)
        except ImportError:
            raise ValueError(f'The {kind.lower()} parameter cannot be a string on platforms '
                             f'without the {module} module') from None
    if not isinstance(who, int):
        raise TypeError(f'{kind} must be a string or an integer, not {type(who)}')
    if who < 0:
        raise ValueError(f'{kind} ID cannot be negative, got {who}')
    return who


def _group_named(name):
    import grp
    return grp.getgrnam(name).gr_gid


def _user_named(name):
    import pwd
    return pwd.getpwnam(name).pw_uid


def _group_numbers(groups):
    if groups is None:
        return None
    if isinstance(groups, str):
        raise ValueError('Groups must be a list, not a string')
    for group in groups:
        if not isinstance(group, (str, int)):
            raise TypeError('Items in extra_groups must be a string or integer, '
                            f'not {type(group)}')
    numbers = [_number_of(group, 'Group', _group_named, 'grp') for group in groups]
    if any(number > 0xffffffff for number in numbers):
        raise ValueError('bad value(s) in extra_groups')
    return numbers


# --- Popen ---

# Programs that run although nobody holds their Popen any more: to be waited for some time.
_active = []


def _cleanup():
    for child in _active[:]:
        if child.poll() is not None:
            with contextlib.suppress(ValueError):
                _active.remove(child)


class Popen:
    """A program that runs in a process of its own.

    args is a sequence of strings, or one string; shell=True gives it to the shell. stdin, stdout
    and stderr are PIPE, DEVNULL, a file or its number, and for stderr STDOUT; cwd and env are the
    program's folder and environment. text, encoding and errors make the pipes text files.

    close_fds closes all other files in it but pass_fds. preexec_fn is called in it first;
    start_new_session, process_group, user, group, extra_groups and umask say what it is to be."""

    returncode = pid = stdin = stdout = stderr = None
    _started = False  # Is there a process, or was there?
    _talking = False  # Has communicate() begun?
    _patience = 0.25  # Seconds that a program gets to end when Ctrl-C has come to it and us.

    def __init__(self, args, bufsize=-1, executable=None, stdin=None, stdout=None, stderr=None,
                 preexec_fn=None, close_fds=True, shell=False, cwd=None, env=None,
                 universal_newlines=None, startupinfo=None, creationflags=0, restore_signals=True,
                 start_new_session=False, pass_fds=(), *, user=None, group=None,
                 extra_groups=None, encoding=None, errors=None, text=None, umask=-1, pipesize=-1,
                 process_group=None):
        _cleanup()
        self._reaping = threading.Lock()
        if bufsize is None:
            bufsize = -1
        if not isinstance(bufsize, int):
            raise TypeError('bufsize must be an integer')
        if not isinstance(pipesize, int):
            raise TypeError('pipesize must be an integer')
        for name, given in ('startupinfo', startupinfo is not None), (
                'creationflags', creationflags != 0):
            if given:
                raise ValueError(f'{name} is only supported on Windows platforms')
        if pass_fds and not close_fds:
            warnings.warn('pass_fds overriding close_fds.', RuntimeWarning, stacklevel=2)
            close_fds = True
        if None not in (text, universal_newlines) and bool(text) != bool(universal_newlines):
            raise SubprocessError('Cannot disambiguate when both text and universal_newlines are '
                                  'supplied but different. Pass one or the other.')
        self.args = args
        self.errors, self.pipesize = errors, pipesize
        self.text_mode = encoding or errors or text or universal_newlines
        self.encoding = encoding or ('locale' if self.text_mode else None)
        if bufsize == 1 and not self.text_mode:
            warnings.warn("line buffering (buffering=1) isn't supported in binary mode, the "
                          'default buffer size will be used', RuntimeWarning, stacklevel=2)
        options = dict(
            close_fds=close_fds, keep=pass_fds, new_session=start_new_session, umask=umask,
            group=-1 if process_group is None else process_group, restore_signals=restore_signals,
            user=_number_of(user, 'User', _user_named, 'pwd'), groups=_group_numbers(extra_groups),
            user_group=_number_of(group, 'Group', _group_named, 'grp'), preexec_fn=preexec_fn)
        # What is ours while the program starts, and all that is not if it doesn't.
        with contextlib.ExitStack() as temporary, contextlib.ExitStack() as doomed:
            files = [self._open(stream, wanted, bufsize, temporary, doomed)
                     for stream, wanted in zip(self._STREAMS, (stdin, stdout, stderr))]
            if stderr == STDOUT:
                files[2] = files[1] if files[1] >= 0 else 1
            self._start(args, executable, shell, cwd, env, files, options)
            doomed.pop_all()

    _STREAMS = 'stdin', 'stdout', 'stderr'

    @property
    def universal_newlines(self):
        """Another name of text_mode."""
        return self.text_mode

    @universal_newlines.setter
    def universal_newlines(self, on):
        self.text_mode = bool(on)

    __class_getitem__ = classmethod(types.GenericAlias)

    def __repr__(self):
        text = f'<{type(self).__name__}: returncode: {self.returncode} args: {self.args!r}>'
        return text if len(text) <= 80 else text[:76] + '...>'

    # --- Starting ---

    def _open(self, stream, wanted, bufsize, temporary, doomed):
        """The number of a file for the program, or -1. If it is a pipe, our end of it is opened."""
        if wanted is None or (wanted == STDOUT and stream == 'stderr'):
            return -1
        if wanted == DEVNULL:
            theirs = os.open(os.devnull, os.O_RDWR)
            temporary.callback(os.close, theirs)
        elif wanted != PIPE:
            return wanted if isinstance(wanted, int) else wanted.fileno()
        else:
            theirs, ours = os.pipe() if stream == 'stdin' else reversed(os.pipe())
            temporary.callback(os.close, theirs)
            file = io.open(ours, 'wb' if stream == 'stdin' else 'rb',
                           -1 if bufsize == 1 else bufsize)
            if self.text_mode:
                by_line = dict(write_through=True, line_buffering=bufsize == 1)
                file = io.TextIOWrapper(file, encoding=self.encoding, errors=self.errors,
                                        **by_line if stream == 'stdin' else {})
            setattr(self, stream, file)
            doomed.callback(file.close)
        return theirs

    def _start(self, args, executable, shell, cwd, env, files, options):
        if shell and isinstance(args, os.PathLike):
            raise TypeError('path-like args is not allowed when shell is true')
        args = [args] if isinstance(args, (str, bytes, os.PathLike)) else list(args)
        if shell:
            args = [executable or '/bin/sh', '-c', *args]
        if executable is None:
            executable = args[0]
        sys.audit('subprocess.Popen', executable, args, cwd, env)
        program = os.fsencode(executable)
        if os.path.dirname(program):
            programs = [program]
        else:
            programs = [os.path.join(os.fsencode(folder), program)
                        for folder in os.get_exec_path(env)]
        try:
            self.pid = posix._spawn(executable, programs, args, os._variables(env), cwd, files,
                                    **options)
        except RuntimeError as error:  # That of preexec_fn.
            raise SubprocessError(*error.args) from None
        self._started = True

    # --- Waiting ---

    def _reap(self, flags):
        """Ask the system, which tells an end once. Another may have been told."""
        if self.returncode is not None:
            return
        try:
            pid, status = os.waitpid(self.pid, flags)
        except ChildProcessError:
            self.returncode = 0  # Somebody else was: we shall never know.
        else:
            if pid == self.pid:
                self.returncode = os.waitstatus_to_exitcode(status)

    def _try_reap(self):
        """Without waiting, not even for another thread that waits."""
        if self._reaping.acquire(False):
            try:
                self._reap(os.WNOHANG)
            finally:
                self._reaping.release()

    def poll(self):
        """The status of the program, if it has ended; else None."""
        if self.returncode is None:
            self._try_reap()
        return self.returncode

    def wait(self, timeout=None):
        """Wait for the end of the program, or for timeout seconds and then TimeoutExpired."""
        end = None if timeout is None else time.monotonic() + timeout
        try:
            return self._wait(timeout=timeout)
        except KeyboardInterrupt:
            self._be_patient(end)
            raise

    def _wait(self, timeout):
        if timeout is None:
            while self.returncode is None:
                with self._reaping:
                    self._reap(0)
            return self.returncode
        end, pause = time.monotonic() + timeout, 0.001
        while self.poll() is None:
            left = end - time.monotonic()
            if left <= 0:
                raise TimeoutExpired(self.args, timeout)
            time.sleep(min(pause, left))
            pause = min(2 * pause, 0.05)
        return self.returncode

    def _be_patient(self, end=None):
        """Ctrl-C at a terminal goes to all: the program may be about to end, too. Only once."""
        patience, self._patience = self._patience, 0
        if end is not None:
            patience = min(patience, end - time.monotonic())
        if patience > 0:
            with contextlib.suppress(TimeoutExpired):
                self._wait(timeout=patience)

    def __enter__(self):
        return self

    def __exit__(self, exc_type, value, traceback):
        for file in self.stdout, self.stderr:
            if file:
                file.close()
        try:  # What is still to be written may fail to.
            if self.stdin:
                self.stdin.close()
        finally:
            if exc_type is KeyboardInterrupt:
                self._be_patient()
            else:
                self.wait()

    def __del__(self, _warn=warnings.warn, _active=_active):
        if not self._started:
            return
        if self.returncode is None:
            _warn(f'subprocess {self.pid} is still running', ResourceWarning, source=self)
            if self.poll() is None:
                _active.append(self)

    # --- Talking ---

    def communicate(self, input=None, timeout=None):
        """Write input, read what the program writes until it closes its files, and wait for its
        end: what came through the pipes of stdout and stderr, None without a pipe. After
        TimeoutExpired it can be called again."""
        if self._talking and input:
            raise ValueError('Cannot send input after starting communication')
        end = None if timeout is None else time.monotonic() + timeout
        pipes = [file for file in (self.stdin, self.stdout, self.stderr) if file]
        try:
            if timeout is None and not self._talking and len(pipes) < 2:
                output = self._talk_alone(input)
            else:
                output = self._talk(input, end, timeout)
        except KeyboardInterrupt:
            self._be_patient(end)
            raise
        finally:
            self._talking = True
        try:
            self.wait(timeout=None if end is None else max(0, end - time.monotonic()))
        except TimeoutExpired as expired:
            expired.timeout = timeout
            raise
        return output

    def _talk_alone(self, input):
        """With one pipe at most, nobody can wait for both of us."""
        if self.stdin:
            with contextlib.suppress(BrokenPipeError):
                if input:
                    self.stdin.write(input)
            self._hang_up(self.stdin)
        output = []
        for file in self.stdout, self.stderr:
            output.append(file and file.read())
            if file:
                file.close()
        return tuple(output)

    @staticmethod
    def _hang_up(stdin):
        with contextlib.suppress(BrokenPipeError):
            stdin.close()

    def _begin_talk(self, input):
        self._received = {file: [] for file in (self.stdout, self.stderr) if file}
        self._unsent = b''
        if not self.stdin:
            return
        with contextlib.suppress(BrokenPipeError):
            self.stdin.flush()
        if not input:
            self._hang_up(self.stdin)
        else:
            if self.text_mode:
                input = input.encode(self.stdin.encoding, self.stdin.errors)
            self._unsent = memoryview(input).cast('B')

    def _talk(self, input, end, timeout):
        if not self._talking:
            self._begin_talk(input)
        poller = select.poll()
        busy = {}
        if self._unsent:
            busy[self.stdin.fileno()] = self.stdin
            poller.register(self.stdin, select.POLLOUT)
        for file in self._received:
            if not file.closed:
                busy[file.fileno()] = file
                poller.register(file, select.POLLIN | select.POLLPRI)
        while busy:
            left = None if end is None else max(0, end - time.monotonic())
            ready = poller.poll(None if left is None else left * 1000)
            if end is not None and time.monotonic() > end:
                raise TimeoutExpired(self.args, timeout, *(
                    b''.join(self._received[file]) or None if file else None
                    for file in (self.stdout, self.stderr)))
            for fd, _ in ready:
                goes_on = self._receive if busy[fd] in self._received else self._send
                if not goes_on(fd, busy[fd]):
                    poller.unregister(fd)
                    del busy[fd]
        return self._heard(self.stdout), self._heard(self.stderr)

    def _receive(self, fd, file):
        data = os.read(fd, 1 << 15)
        self._received[file].append(data)
        if not data:
            file.close()
        return data

    def _send(self, fd, file):
        # As much as a pipe that is ready surely takes.
        try:
            self._unsent = self._unsent[os.write(fd, self._unsent[:select.PIPE_BUF]):]
        except BrokenPipeError:
            self._unsent = b''
        if not self._unsent:
            self._hang_up(file)
        return self._unsent

    def _heard(self, file):
        if not file:
            return None
        data = b''.join(self._received[file])
        if not self.text_mode:
            return data
        return data.decode(file.encoding, file.errors).replace('\r\n', '\n').replace('\r', '\n')

    # --- Signals ---

    def send_signal(self, sig):
        """Send it a signal, unless it has ended: its number may be another's by now."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, sig)

    def terminate(self):
        """Ask it to end: SIGTERM."""
        self.send_signal(signal.SIGTERM)

    def kill(self):
        """End it: SIGKILL."""
        self.send_signal(signal.SIGKILL)
