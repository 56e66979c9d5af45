"""TextTestRunner: runs tests, and writes how it goes to a stream."""

import sys
import time
import warnings

from . import result
from .case import _SubTest

__unittest = True


class _WritelnDecorator:
    """A stream with writeln()."""

    def __init__(self, stream):
        self.stream = stream

    def __getattr__(self, attr):
        if attr in ('stream', '__getstate__'):
            raise AttributeError(attr)
        return getattr(self.stream, attr)

    def writeln(self, arg=None):
        self.write(f'{arg or ""}\n')


class TextTestResult(result.TestResult):
    """Writes a character for each test, or a line if verbosity is above 1."""

    separator1, separator2 = '=' * 70, '-' * 70

    def __init__(self, stream, descriptions, verbosity):
        super().__init__(stream, descriptions, verbosity)
        self.stream, self.descriptions = stream, descriptions
        self.showAll, self.dots = verbosity > 1, verbosity == 1
        self._newline = True

    def getDescription(self, test):
        short = test.shortDescription()
        return f'{test}\n{short}' if self.descriptions and short else str(test)

    def startTest(self, test):
        super().startTest(test)
        if self.showAll:
            self.stream.write(f'{self.getDescription(test)} ... ')
            self.stream.flush()
            self._newline = False

    def _write(self, test, word, letter):
        """How a test, or a part of it, has ended."""
        if self.showAll:
            if isinstance(test, _SubTest) or self._newline:
                self.stream.write(('' if self._newline else '\n') + '  ' * isinstance(test, _SubTest)
                                  + f'{self.getDescription(test)} ... ')
            self.stream.writeln(word)
            self._newline = True
        elif self.dots:
            self.stream.write(letter)
        self.stream.flush()

    def addSubTest(self, test, subtest, err):
        if err is not None:
            failed = issubclass(err[0], subtest.failureException)
            self._write(subtest, *(('FAIL', 'F') if failed else ('ERROR', 'E')))
        super().addSubTest(test, subtest, err)

    def addSuccess(self, test):
        super().addSuccess(test)
        self._write(test, 'ok', '.')

    def addError(self, test, err):
        super().addError(test, err)
        self._write(test, 'ERROR', 'E')

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._write(test, 'FAIL', 'F')

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._write(test, f'skipped {reason!r}', 's')

    def addExpectedFailure(self, test, err):
        super().addExpectedFailure(test, err)
        self._write(test, 'expected failure', 'x')

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self._write(test, 'unexpected success', 'u')

    def printErrors(self):
        if self.dots or self.showAll:
            self.stream.writeln()
            self.stream.flush()
        self.printErrorList('ERROR', self.errors)
        self.printErrorList('FAIL', self.failures)
        if self.unexpectedSuccesses:
            self.stream.writeln(self.separator1)
            for test in self.unexpectedSuccesses:
                self.stream.writeln(f'UNEXPECTED SUCCESS: {self.getDescription(test)}')
            self.stream.flush()

    def printErrorList(self, flavour, errors):
        for test, error in errors:
            for line in (self.separator1, f'{flavour}: {self.getDescription(test)}',
                         self.separator2, error):
                self.stream.writeln(line)
            self.stream.flush()


class TextTestRunner:
    """Runs a suite, and writes a summary."""

    resultclass = TextTestResult

    def __init__(self, stream=None, descriptions=True, verbosity=1, failfast=False, buffer=False,
                 resultclass=None, warnings=None, *, tb_locals=False):
        self.stream = _WritelnDecorator(sys.stderr if stream is None else stream)
        self.descriptions, self.verbosity = descriptions, verbosity
        self.failfast, self.buffer, self.tb_locals = failfast, buffer, tb_locals
        self.warnings = warnings
        if resultclass is not None:
            self.resultclass = resultclass

    def _makeResult(self):
        return self.resultclass(self.stream, self.descriptions, self.verbosity)

    def run(self, test):
        outcome = self._makeResult()
        result.registerResult(outcome)
        outcome.failfast, outcome.buffer = self.failfast, self.buffer
        outcome.tb_locals = self.tb_locals
        with warnings.catch_warnings():
            if self.warnings:
                warnings.simplefilter(self.warnings)
                if self.warnings in ('default', 'always'):
                    warnings.filterwarnings('module', category=DeprecationWarning,
                                            message=r'Please use assert\w+ instead.')
            began = time.perf_counter()
            getattr(outcome, 'startTestRun', lambda: None)()
            try:
                test(outcome)
            finally:
                getattr(outcome, 'stopTestRun', lambda: None)()
            seconds = time.perf_counter() - began
        outcome.printErrors()
        self._summarize(outcome, seconds)
        return outcome

    def _summarize(self, outcome, seconds):
        write = self.stream.writeln
        if hasattr(outcome, 'separator2'):
            write(outcome.separator2)
        write(f'Ran {outcome.testsRun} test{"" if outcome.testsRun == 1 else "s"} '
              f'in {seconds:.3f}s')
        write()
        counts = [(name, len(getattr(outcome, where, ()))) for name, where in
                  (('skipped', 'skipped'), ('expected failures', 'expectedFailures'),
                   ('unexpected successes', 'unexpectedSuccesses'))]
        if not outcome.wasSuccessful():
            self.stream.write('FAILED')
            counts[:0] = [('failures', len(outcome.failures)), ('errors', len(outcome.errors))]
        else:
            self.stream.write('OK')
        texts = [f'{name}={count}' for name, count in counts if count]
        write(f' ({", ".join(texts)})' if texts else '')
        self.stream.flush()
