"""Dump tracebacks on request, after a timeout, or when a signal comes.

gilbox does not crash as a C program does, so enable() has nothing to catch: it only remembers.
"""
import sys
import threading

_FRAMES_MAX = 100
_state = {'enabled': False, 'file': None, 'timer': None}
_handlers = {}


def _write_to(file):
    """A function that writes text where `file` (an object with fileno(), or a number) leads."""
    import os
    if file is None:
        file = sys.stderr
        if file is None:
            raise RuntimeError('sys.stderr is None')
    if isinstance(file, int) and not isinstance(file, bool):
        if file < 0:
            raise ValueError('file is not a valid file descriptor')
        number = file
    else:
        number = file.fileno()
        file.flush()

    def write(text):
        os.write(number, text.encode('ascii', 'backslashreplace'))
    return write


def _dump_stack(write, frame):
    for _ in range(_FRAMES_MAX):
        if frame is None:
            return
        code = frame.f_code
        write(f'  File "{code.co_filename}", line {frame.f_lineno} in {code.co_name}\n')
        frame = frame.f_back
    if frame is not None:
        write('  ...\n')


def _dump(write, all_threads, current):
    """The stacks; `current` is the frame of the thread that is to come last."""
    if not all_threads:
        write('Stack (most recent call first):\n')
        _dump_stack(write, current)
        return
    me = threading.get_ident()
    frames = sys._current_frames()
    for ident in sorted(frames, key=lambda ident: ident == me):
        if ident == me and current is None:
            continue  # The watchdog itself.
        who = 'Current thread' if ident == me else 'Thread'
        write(f'{who} 0x{ident:016x} (most recent call first):\n')
        _dump_stack(write, current if ident == me else frames[ident])
        if ident != me:
            write('\n')


def enable(file=sys.stderr, all_threads=True):
    """Enable the fault handler."""
    _write_to(file)
    _state.update(enabled=True, file=file)


def disable():
    """Disable the fault handler. Was it enabled?"""
    was = _state['enabled']
    _state.update(enabled=False, file=None)
    return was


def is_enabled():
    """Is the fault handler enabled?"""
    return _state['enabled']


def dump_traceback(file=None, all_threads=True):
    """Dump the traceback of the current thread, or of all threads, into file."""
    _dump(_write_to(file), all_threads, sys._getframe(1))


def _watch(timer):
    while not timer['stop'].wait(timer['timeout']):
        timer['write'](timer['header'])
        _dump(timer['write'], True, None)
        if timer['exit']:
            import os
            os._exit(1)
        if not timer['repeat']:
            return


def dump_traceback_later(timeout, repeat=False, file=None, exit=False):
    """Dump the tracebacks of all threads when timeout seconds have passed."""
    if timeout <= 0:
        raise ValueError('timeout must be greater than 0')
    write = _write_to(file)
    cancel_dump_traceback_later()
    hours, rest = divmod(int(timeout), 3600)
    stamp = f'{hours}:{rest // 60:02}:{rest % 60:02}'
    if timeout % 1:
        stamp += f'.{int(timeout % 1 * 1_000_000):06}'
    timer = dict(timeout=timeout, repeat=repeat, write=write, exit=exit, stop=threading.Event(),
                 header=f'Timeout ({stamp})!\n')
    _state['timer'] = timer
    threading.Thread(target=_watch, args=(timer,), name='faulthandler', daemon=True).start()


def cancel_dump_traceback_later():
    """Cancel the previous call to dump_traceback_later()."""
    timer = _state['timer']
    if timer is not None:
        timer['stop'].set()
        _state['timer'] = None


def register(signum, file=None, all_threads=True, chain=False):
    """Dump the tracebacks when the signal comes."""
    import signal
    write = _write_to(file)

    def handle(number, frame):
        _dump(write, all_threads, frame)
        if chain and callable(previous):
            previous(number, frame)
    before = _handlers.get(signum)
    previous = signal.signal(signum, handle)
    _handlers[signum] = previous if before is None else before


def unregister(signum):
    """Unregister the handler of a signal. Was there one?"""
    import signal
    if signum not in _handlers:
        return False
    signal.signal(signum, _handlers.pop(signum) or signal.SIG_DFL)
    return True
