"""What CPython's subprocess module starts programs with: fork_exec(), over our own posix._spawn().

A failure is told in the words that such a caller reads from its pipe.
"""

import posix


def fork_exec(args, executable_list, close_fds, pass_fds, cwd, env, p2cread, p2cwrite, c2pread,
              c2pwrite, errread, errwrite, errpipe_read, errpipe_write, restore_signals,
              call_setsid, pgid_to_set, gid, extra_groups, uid, umask, preexec_fn, allow_vfork,
              /):
    """Start a program: its process id. For the arguments see CPython's subprocess."""
    if close_fds and errpipe_write < 3:
        raise ValueError('errpipe_write must be >= 3')
    early = object()  # The file name of a failure, when it is not the folder's.
    keep = [file for file in pass_fds if file != errpipe_write]
    try:
        return posix._spawn(
            early, executable_list, args, env, cwd, (p2cread, c2pwrite, errwrite),
            close_fds=close_fds, keep=keep, new_session=call_setsid,
            restore_signals=restore_signals, group=pgid_to_set, umask=umask,
            user=-1 if uid is None else uid, user_group=-1 if gid is None else gid,
            groups=extra_groups, preexec_fn=preexec_fn)
    except OSError as error:
        note = b'' if error.filename is early else b'noexec'
        posix.write(errpipe_write, b'OSError:%x:%s' % (error.errno, note))
    except RuntimeError as error:
        posix.write(errpipe_write, b'SubprocessError:0:' + str(error).encode())
    # There is a process to be waited for, as after a fork.
    return posix._spawn(None, ['/bin/false'], ['false'], None, None, (-1, -1, -1))
