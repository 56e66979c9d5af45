"""TestResult: what became of the tests."""

import io
import sys
import traceback
from functools import wraps

__unittest = True


def failfast(method):
    """Decorator: stop after this, if that was asked for."""
    @wraps(method)
    def inner(self, *args, **kw):
        if getattr(self, 'failfast', False):
            self.stop()
        return method(self, *args, **kw)
    return inner


def registerResult(result):
    """For scripts that call it: Ctrl-C ends the run here anyway."""


installHandler = removeHandler = registerResult


class TestResult:
    """Counts and keeps the failures of the tests that tell it."""

    _testRunEntered = _moduleSetUpFailed = False
    _previousTestClass = None

    def __init__(self, stream=None, descriptions=None, verbosity=None):
        self.failfast = self.shouldStop = self.buffer = self.tb_locals = False
        self.failures, self.errors, self.skipped = [], [], []
        self.expectedFailures, self.unexpectedSuccesses = [], []
        self.collectedDurations = []
        self.testsRun = 0
        self._stdout_buffer = self._stderr_buffer = None
        self._original_stdout, self._original_stderr = sys.stdout, sys.stderr
        self._mirrorOutput = False

    def printErrors(self):
        """Called by the runner in the end."""

    # With buffer, the output of a test is shown only if it fails.

    def _setupStdout(self):
        if self.buffer:
            if self._stderr_buffer is None:
                self._stdout_buffer, self._stderr_buffer = io.StringIO(), io.StringIO()
            sys.stdout, sys.stderr = self._stdout_buffer, self._stderr_buffer

    def _restoreStdout(self):
        if not self.buffer:
            return
        for kind, original in (('stdout', self._original_stdout), ('stderr', self._original_stderr)):
            buffer = getattr(sys, kind)
            text = buffer.getvalue() if hasattr(buffer, 'getvalue') else ''
            if self._mirrorOutput and text:
                text += '' if text.endswith('\n') else '\n'
                original.write(f'\n{kind.capitalize()}:\n{text}')
            setattr(sys, kind, original)
        for buffer in (self._stdout_buffer, self._stderr_buffer):
            buffer.seek(0)
            buffer.truncate()

    def startTest(self, test):
        """A test begins."""
        self.testsRun += 1
        self._mirrorOutput = False
        self._setupStdout()

    def stopTest(self, test):
        """A test has ended."""
        self._restoreStdout()
        self._mirrorOutput = False

    def startTestRun(self):
        """The first test is about to begin."""

    def stopTestRun(self):
        """The last test has ended."""

    def _add(self, where, test, err):
        where.append((test, self._exc_info_to_string(err, test)))
        self._mirrorOutput = True

    @failfast
    def addError(self, test, err):
        self._add(self.errors, test, err)

    @failfast
    def addFailure(self, test, err):
        self._add(self.failures, test, err)

    def addSubTest(self, test, subtest, err):
        """A part of a test has ended; err is None if it went well."""
        if err is not None:
            if getattr(self, 'failfast', False):
                self.stop()
            failed = issubclass(err[0], test.failureException)
            self._add(self.failures if failed else self.errors, subtest, err)

    def addSuccess(self, test):
        pass

    def addSkip(self, test, reason):
        self.skipped.append((test, reason))

    def addExpectedFailure(self, test, err):
        self.expectedFailures.append((test, self._exc_info_to_string(err, test)))

    @failfast
    def addUnexpectedSuccess(self, test):
        self.unexpectedSuccesses.append(test)

    def wasSuccessful(self):
        """Has nothing gone wrong?"""
        return not (self.failures or self.errors or getattr(self, 'unexpectedSuccesses', None))

    def stop(self):
        """Begin no more tests."""
        self.shouldStop = True

    def _exc_info_to_string(self, err, test):
        kind, value, tb = err
        shown = traceback.TracebackException(kind, value, self._of_test(kind, value, tb, test),
                                             capture_locals=self.tb_locals, compact=True)
        text = ''.join(shown.format())
        if self.buffer:
            for name in ('stdout', 'stderr'):
                output = getattr(sys, name).getvalue()
                if output:
                    output += '' if output.endswith('\n') else '\n'
                    text += f'\n{name.capitalize()}:\n{output}'
        return text

    def _of_test(self, kind, value, tb, test):
        """The traceback without the frames of unittest itself; also in causes and contexts."""
        result, pending, seen = None, [(kind, value, tb)], {id(value)}
        first = True
        while pending:
            kind, value, tb = pending.pop()
            while tb and self._is_relevant_tb_level(tb):
                tb = tb.tb_next
            if kind is test.failureException:
                self._remove_unittest_tb_frames(tb)
            if first:
                result, first = tb, False
            else:
                value.__traceback__ = tb
            for other in (value.__cause__, value.__context__) if value is not None else ():
                if other is not None and id(other) not in seen:
                    pending.append((type(other), other, other.__traceback__))
                    seen.add(id(other))
        return result

    def _is_relevant_tb_level(self, tb):
        return '__unittest' in tb.tb_frame.f_globals

    def _remove_unittest_tb_frames(self, tb):
        """Cut off the end that is inside the assertions."""
        last = None
        while tb and not self._is_relevant_tb_level(tb):
            last, tb = tb, tb.tb_next
        if last is not None:
            last.tb_next = None

    def __repr__(self):
        return (f'<{type(self).__module__}.{type(self).__qualname__} run={self.testsRun} '
                f'errors={len(self.errors)} failures={len(self.failures)}>')
