"""What asyncio raises."""

__all__ = ('BrokenBarrierError', 'CancelledError', 'InvalidStateError', 'TimeoutError',
           'IncompleteReadError', 'LimitOverrunError', 'SendfileNotAvailableError')

TimeoutError = TimeoutError


class CancelledError(BaseException):
    """The future or the task was cancelled."""


class InvalidStateError(Exception):
    """The future is not in a state for that."""


class SendfileNotAvailableError(RuntimeError):
    """The system can't send this file by itself."""


class IncompleteReadError(EOFError):
    """The stream ended early: partial is what came of the expected number of bytes."""

    def __init__(self, partial, expected):
        wanted = 'undefined' if expected is None else repr(expected)
        super().__init__(f'{len(partial)} bytes read on a total of {wanted} expected bytes')
        self.partial, self.expected = partial, expected

    def __reduce__(self):
        return type(self), (self.partial, self.expected)


class LimitOverrunError(Exception):
    """What is looked for is further away than the buffer's limit: consumed bytes were searched."""

    def __init__(self, message, consumed):
        super().__init__(message)
        self.consumed = consumed

    def __reduce__(self):
        return type(self), (self.args[0], self.consumed)


class BrokenBarrierError(RuntimeError):
    """The barrier was reset or aborted while somebody waited, or before."""
