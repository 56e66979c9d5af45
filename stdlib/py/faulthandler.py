"""Dump tracebacks on demand, after a time, or on a signal.

CPython's also dumps when the interpreter crashes. This one does not crash: enable() only notes that
it was asked.
"""

import sys as _sys
import _thread

_enabled = False
_later = None  # The lock that keeps the thread of dump_traceback_later() waiting.
_registered = {}  # signal: (file, all_threads, chain, the handler before)


def _get_file(file):
    """A file descriptor, or something that has one, or standard error."""
    if file is None:
        file = _sys.stderr
        if file is None:
            raise RuntimeError('unable to get sys.stderr')
    if isinstance(file, int):
        if file < 0:
            raise ValueError('file is not a valid file descripter')
        return file
    number = file.fileno()
    try:
        file.flush()
    except Exception:
        pass
    return number


def _frame_lines(frame):
    count = 0
    while frame is not None and count < 100:
        code = frame.f_code
        yield '  File "%s", line %s in %s\n' % (code.co_filename, frame.f_lineno, code.co_name)
        frame = frame.f_back
        count += 1
    if frame is not None:
        yield '  ...\n'


def _write(number, text):
    import posix
    posix.write(number, text.encode('ascii', 'backslashreplace'))


def _dump(number, all_threads, current=None, current_frame=None):
    if not all_threads:
        _write(number, 'Stack (most recent call first):\n' + ''.join(_frame_lines(current_frame)))
        return
    texts = []
    frames = _sys._current_frames()
    for ident in sorted(frames, reverse=True):
        is_current = ident == current
        frame = current_frame if is_current and current_frame is not None else frames[ident]
        texts.append('%s 0x%016x (most recent call first):\n' %
                     ('Current thread' if is_current else 'Thread', ident) +
                     ''.join(_frame_lines(frame)))
    _write(number, '\n'.join(texts))


def dump_traceback(file=None, all_threads=True):
    """Dump the traceback of the current thread, or of all threads if all_threads is True."""
    _dump(_get_file(file), all_threads, _thread.get_ident(), _sys._getframe(1))


def enable(file=None, all_threads=True):
    """Enable the fault handler."""
    global _enabled
    _get_file(file)
    _enabled = True


def disable():
    """Disable the fault handler. Was it enabled?"""
    global _enabled
    was = _enabled
    _enabled = False
    return was


def is_enabled():
    """Return True if fault handler is enabled, False otherwise."""
    return _enabled


# --- After a time ---

def dump_traceback_later(timeout, repeat=False, file=None, exit=False):
    """Dump the traceback of all threads in timeout seconds, or each timeout seconds if repeat."""
    global _later
    if timeout <= 0:
        raise ValueError('timeout must be greater than 0')
    number = _get_file(file)
    cancel_dump_traceback_later()
    lock = _thread.allocate_lock()
    lock.acquire()
    minutes, seconds = divmod(timeout, 60)
    hours, minutes = divmod(int(minutes), 60)
    whole, fraction = divmod(seconds, 1)
    header = 'Timeout (%d:%02d:%02d%s)!\n' % (
        hours, minutes, whole, '.%06d' % (fraction * 1000000) if fraction else '')

    def wait():
        while not lock.acquire(timeout=timeout):
            _write(number, header)
            _dump(number, True)
            if exit:
                import posix
                posix._exit(1)
            if not repeat:
                return

    _later = lock
    _thread.start_new_thread(wait, ())


def cancel_dump_traceback_later():
    """Cancel the previous call to dump_traceback_later()."""
    global _later
    if _later is not None:
        _later.release()
        _later = None


# --- On a signal ---

def register(signum, file=None, all_threads=True, chain=False):
    """Register a handler for the signal 'signum' that dumps the traceback."""
    import _signal
    number = _get_file(file)
    if signum in (_signal.SIGSEGV, _signal.SIGFPE, _signal.SIGABRT, _signal.SIGBUS, _signal.SIGILL):
        raise RuntimeError('signal %d cannot be registered, use enable() instead' % signum)

    def handle(signal, frame):
        _dump(number, all_threads, _thread.get_ident(), frame)
        before = _registered[signum]
        if chain and callable(before):
            before(signal, frame)

    before = _signal.signal(signum, handle)
    _registered.setdefault(signum, before)


def unregister(signum):
    """Unregister the handler of the signal 'signum' registered by register()."""
    import _signal
    if signum not in _registered:
        return False
    _signal.signal(signum, _registered.pop(signum) or _signal.SIG_DFL)
    return True


def _sigsegv(release_gil=False):
    """Crash, for tests of what happens then."""
    import os
    import signal
    os.kill(os.getpid(), signal.SIGSEGV)
