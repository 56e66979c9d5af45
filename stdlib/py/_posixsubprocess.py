"""What CPython's subprocess module starts programs with: fork_exec().

The usual case is one call of the machine. What that can't do (preexec_fn, files to pass on) is done by
hand, in a fork. Errors go through the pipe that subprocess reads, as in CPython.
"""

import posix


def _report(pipe, kind, number, text):
    posix.write(pipe, b'%s:%x:%s' % (kind, number, text))


def _is_missing(error):
    """Is it no reason to try the next folder of PATH?"""
    return isinstance(error, (FileNotFoundError, NotADirectoryError))


def _encode(text):
    if isinstance(text, str):
        text = text.encode('utf-8', 'surrogateescape')
    elif not isinstance(text, bytes):
        text = posix.fspath(text)
        return _encode(text)
    if b'\0' in text:
        raise ValueError('embedded null byte')
    return text


def _spawn(args, executables, cwd, env, files, errpipe, new_session):
    """By the machine: the new process's id, or our own when there is none."""
    failure = None
    if cwd is not None:
        try:
            if (posix.stat(cwd).st_mode & 0o170000) != 0o040000:
                raise NotADirectoryError(20, '')
        except OSError as error:
            _report(errpipe, b'OSError', error.errno, b'noexec')
            return posix.getpid()
    for executable in executables:
        try:
            return posix._spawn(executable, args, env, cwd, *files, new_session)
        except OSError as error:
            if failure is None or not _is_missing(error):
                failure = error
    _report(errpipe, b'OSError', failure.errno, b'')
    return posix.getpid()


def _lead_files(files):
    """Make these files the program's 0, 1 and 2."""
    files = list(files)
    for i, file in enumerate(files):
        if 0 <= file < i:  # It would be overwritten before its turn.
            files[i] = posix.dup(file)
    for i, file in enumerate(files):
        if file == i:
            posix.set_inheritable(file, True)
        elif file >= 0:
            posix.dup2(file, i)


def _run_child(args, executables, cwd, env, files, errpipe, close_fds, keep, umask, preexec_fn):
    """In the fork. Never returns."""
    note = b'noexec'
    try:
        for file in keep:
            if file != errpipe:
                posix.set_inheritable(file, True)
        _lead_files(files)
        if cwd is not None:
            posix.chdir(cwd)
        if umask >= 0:
            posix.umask(umask)
        if preexec_fn is not None:
            try:
                preexec_fn()
            except Exception:
                _report(errpipe, b'SubprocessError', 0, b'Exception occurred in preexec_fn.')
                return
        if close_fds:
            start = 3
            for file in sorted(keep):
                if file >= start:
                    posix.closerange(start, file)
                    start = file + 1
            posix.closerange(start, 1 << 16)
        note = b''
        failure = None
        for executable in executables:
            try:
                if env is None:
                    posix.execv(executable, args)
                else:
                    posix.execve(executable, args, dict(item.split(b'=', 1) for item in env))
            except OSError as error:
                if failure is None or not _is_missing(error):
                    failure = error
        raise failure
    except OSError as error:
        _report(errpipe, b'OSError', error.errno, note)
    finally:
        posix._exit(255)


def fork_exec(args, executable_list, close_fds, pass_fds, cwd, env, p2cread, p2cwrite, c2pread,
              c2pwrite, errread, errwrite, errpipe_read, errpipe_write, restore_signals,
              call_setsid, pgid_to_set, gid, extra_groups, uid, umask, preexec_fn, allow_vfork,
              /):
    """Start a program: its process id. For the arguments see CPython's subprocess."""
    if close_fds and errpipe_write < 3:
        raise ValueError('errpipe_write must be >= 3')
    if gid is not None or uid is not None or extra_groups is not None or pgid_to_set >= 0:
        raise NotImplementedError('users, groups and process groups of a new process')
    args = [_encode(arg) for arg in args]
    files = p2cread, c2pwrite, errwrite
    keep = [file for file in pass_fds if file != errpipe_write]
    if cwd is not None:
        cwd = _encode(cwd)
    simple = preexec_fn is None and umask < 0 and not keep and args
    if simple and (close_fds or call_setsid):
        return _spawn(args, executable_list, cwd, env, files, errpipe_write, call_setsid)
    if call_setsid:
        raise NotImplementedError('a new session together with preexec_fn, umask or pass_fds')
    pid = posix.fork()
    if pid == 0:
        _run_child(args, executable_list, cwd, env, files, errpipe_write, close_fds,
                   [*keep, errpipe_write], umask, preexec_fn)
    return pid
