"""The loop of POSIX systems: signals, too."""

import errno
import signal
import threading

from . import events, selector_events

__all__ = ('SelectorEventLoop',)


class _UnixSelectorEventLoop(selector_events.BaseSelectorEventLoop):
    """Has calls for signals: Python's handler hands them to the loop, which it may have to wake."""

    def __init__(self, selector=None):
        super().__init__(selector)
        self._signal_handlers = {}

    def close(self):
        if not self.is_running():
            for number in list(self._signal_handlers):
                self.remove_signal_handler(number)
        super().close()

    def add_signal_handler(self, sig, callback, *args):
        """Call callback(*args) in the loop when the signal comes. Only in the main thread."""
        self._check_closed()
        self._check_callback(callback, 'add_signal_handler')
        self._check_signal(sig)
        if threading.current_thread() is not threading.main_thread():
            raise RuntimeError('set_wakeup_fd only works in main thread')
        handle = events.Handle(callback, args, self)
        self._signal_handlers[sig] = handle
        try:
            signal.signal(sig, self._on_signal)
        except OSError as error:
            del self._signal_handlers[sig]
            if error.errno == errno.EINVAL:
                raise RuntimeError(f'sig {sig} cannot be caught') from None
            raise

    def _on_signal(self, number, frame):
        handle = self._signal_handlers.get(number)
        if handle is not None and not self.is_closed():
            self._ready.append(handle)
            self._write_to_self()

    def remove_signal_handler(self, sig):
        """What the signal did before. Was there something to call?"""
        self._check_signal(sig)
        if self._signal_handlers.pop(sig, None) is None:
            return False
        signal.signal(sig, signal.default_int_handler if sig == signal.SIGINT else signal.SIG_DFL)
        return True

    def _check_signal(self, sig):
        if not isinstance(sig, int):
            raise TypeError(f'sig must be an int, not {sig!r}')
        if sig not in signal.valid_signals():
            raise ValueError(f'invalid signal number {sig}')


SelectorEventLoop = _UnixSelectorEventLoop
