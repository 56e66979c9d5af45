"""TestCase: one test is one instance of it."""

import collections
import contextlib
import re
import sys
import time
import traceback
import types
import warnings
from functools import wraps

__unittest = True
_DIFF_LIMIT = 80 * 8
DIFF_OMITTED = '\nDiff is %s characters long. Set self.maxDiff to None to see it.'


class SkipTest(Exception):
    """Raised in a test: leave it out."""


class _ShouldStop(Exception):
    """The test can't go on: its failure is noted."""


class _UnexpectedSuccess(Exception):
    """The test was expected to fail."""


# --- Leaving tests out ---

def skip(reason):
    """Decorator: leave out the test, or all tests of the class."""
    def decorate(item):
        if not isinstance(item, type):
            inner = item

            @wraps(inner)
            def item(*args, **kwargs):
                raise SkipTest(reason)
        item.__unittest_skip__ = True
        item.__unittest_skip_why__ = reason
        return item

    if isinstance(reason, types.FunctionType):      # Without a reason, and no call.
        function, reason = reason, ''
        return decorate(function)
    return decorate


def _unchanged(item):
    return item


def skipIf(condition, reason):
    """Decorator: leave it out if that holds."""
    return skip(reason) if condition else _unchanged


def skipUnless(condition, reason):
    """Decorator: leave it out unless that holds."""
    return _unchanged if condition else skip(reason)


def expectedFailure(test_item):
    """Decorator: the test is known to fail."""
    test_item.__unittest_expecting_failure__ = True
    return test_item


# --- What is undone at the end ---

_module_cleanups = []


def addModuleCleanup(function, /, *args, **kwargs):
    """Call the function after the tests of the module, the last one added first."""
    _module_cleanups.append((function, args, kwargs))


def _enter(cm, add):
    """Enter the context manager, and have it left as a cleanup."""
    kind = type(cm)
    try:
        enter, leave = kind.__enter__, kind.__exit__
    except AttributeError:
        raise TypeError(f"'{kind.__module__}.{kind.__qualname__}' object does not support the "
                        'context manager protocol') from None
    result = enter(cm)
    add(leave, cm, None, None, None)
    return result


def enterModuleContext(cm):
    """Enter the context manager for all tests of the module."""
    return _enter(cm, addModuleCleanup)


def doModuleCleanups():
    """Call what addModuleCleanup() was given; raise the first exception in the end."""
    first = None
    while _module_cleanups:
        function, args, kwargs = _module_cleanups.pop()
        try:
            function(*args, **kwargs)
        except Exception as exc:
            first = first or exc
    if first:
        raise first


# --- Running ---

class _Outcome:
    """What becomes of one test while it runs."""

    def __init__(self, result):
        self.result = result
        self.success = True
        self.expecting_failure = False
        self.expectedFailure = None
        self.result_supports_subtests = hasattr(result, 'addSubTest')

    @contextlib.contextmanager
    def testPartExecutor(self, test_case, subTest=False):
        """Around a part of the test: notes what it raises."""
        before, self.success = self.success, True
        try:
            yield
        except KeyboardInterrupt:
            raise
        except SkipTest as e:
            self.success = False
            _add_skip(self.result, test_case, str(e))
        except _ShouldStop:
            pass
        except BaseException:
            details = sys.exc_info()
            if self.expecting_failure:
                self.expectedFailure = details
            else:
                self.success = False
                if subTest:
                    self.result.addSubTest(test_case.test_case, test_case, details)
                else:
                    _add_error(self.result, test_case, details)
            details = None      # No cycle with this frame.
        else:
            if subTest and self.success:
                self.result.addSubTest(test_case.test_case, test_case, None)
        finally:
            self.success = self.success and before


def _add_skip(result, test_case, reason):
    add = getattr(result, 'addSkip', None)
    if add is None:
        warnings.warn('TestResult has no addSkip method, skips not reported', RuntimeWarning, 2)
        result.addSuccess(test_case)
    else:
        add(test_case, reason)


def _add_error(result, test, details):
    if result is not None and details is not None:
        failed = issubclass(details[0], test.failureException)
        (result.addFailure if failed else result.addError)(test, details)


# --- Assertions that are context managers ---

class _Raises:
    """What assertRaises() and assertWarns() share: calling a function, or being entered."""

    def __init__(self, expected, test_case, *regex):
        self.expected, self.test_case, self.msg = expected, test_case, None
        self.expected_regex = re.compile(*regex) if regex else None
        self.obj_name = None

    def handle(self, name, args, kwargs):
        """Call the function in the arguments, or return this for a with statement."""
        expected = self.expected if isinstance(self.expected, tuple) else (self.expected,)
        for each in expected:
            if not isinstance(each, type) or not issubclass(each, self.base):
                raise TypeError(f'{name}() arg 1 must be {self.base_text}')
        if not args:
            self.msg = kwargs.pop('msg', None)
            if kwargs:
                raise TypeError(f'{next(iter(kwargs))!r} is an invalid keyword argument for this '
                                'function')
            return self
        function, *args = args
        self.obj_name = getattr(function, '__name__', None) or str(function)
        with self:
            function(*args, **kwargs)

    def fail(self, message):
        raise self.test_case.failureException(self.test_case._formatMessage(self.msg, message))

    def _expected_name(self):
        return getattr(self.expected, '__name__', None) or str(self.expected)

    def _by(self):
        return f' by {self.obj_name}' if self.obj_name else ''


class _AssertRaisesContext(_Raises):
    base, base_text = BaseException, 'an exception type or tuple of exception types'
    __class_getitem__ = classmethod(types.GenericAlias)

    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        if kind is None:
            self.fail(f'{self._expected_name()} not raised{self._by()}')
        traceback.clear_frames(tb)
        if not issubclass(kind, self.expected):
            return False
        self.exception = value.with_traceback(None)
        if self.expected_regex is not None and not self.expected_regex.search(str(value)):
            self.fail(f'"{self.expected_regex.pattern}" does not match "{value}"')
        return True


class _AssertWarnsContext(_Raises):
    base, base_text = Warning, 'a warning type or tuple of warning types'

    def __enter__(self):
        # Warnings that were given already have to be given again.
        for module in list(sys.modules.values()):
            if getattr(module, '__warningregistry__', None):
                module.__warningregistry__ = {}
        self.catcher = warnings.catch_warnings(record=True)
        self.warnings = self.catcher.__enter__()
        warnings.simplefilter('always', self.expected)
        return self

    def __exit__(self, kind, value, tb):
        self.catcher.__exit__(kind, value, tb)
        if kind is not None:
            return
        first = None
        for each in self.warnings:
            warning = each.message
            if not isinstance(warning, self.expected):
                continue
            first = first or warning
            if self.expected_regex is not None and not self.expected_regex.search(str(warning)):
                continue
            self.warning, self.filename, self.lineno = warning, each.filename, each.lineno
            return
        if first is not None:
            self.fail(f'"{self.expected_regex.pattern}" does not match "{first}"')
        self.fail(f'{self._expected_name()} not triggered{self._by()}')


_LoggingWatcher = collections.namedtuple('_LoggingWatcher', ['records', 'output'])


class _AssertLogsContext:
    """Puts a handler in the place of those of a logger."""

    def __init__(self, test_case, logger_name, level, no_logs):
        import logging
        self.test_case, self.logger_name, self.no_logs = test_case, logger_name, no_logs
        self.level = logging.INFO if not level else logging._checkLevel(level)

    def __enter__(self):
        import logging
        watcher = self.watcher = _LoggingWatcher([], [])

        class Capture(logging.Handler):
            def flush(self):
                pass

            def emit(self, record):
                watcher.records.append(record)
                watcher.output.append(self.format(record))

        name = self.logger_name
        self.logger = logger = name if isinstance(name, logging.Logger) else logging.getLogger(name)
        handler = Capture()
        handler.setLevel(self.level)
        handler.setFormatter(logging.Formatter('%(levelname)s:%(name)s:%(message)s'))
        self.before = logger.handlers[:], logger.level, logger.propagate
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(self.level)
        return None if self.no_logs else watcher

    def __exit__(self, kind, value, tb):
        import logging
        self.logger.handlers, level, self.logger.propagate = self.before
        self.logger.setLevel(level)
        if kind is not None:
            return False
        records, message = self.watcher.records, None
        if self.no_logs and records:
            message = f'Unexpected logs found: {self.watcher.output!r}'
        elif not self.no_logs and not records:
            message = (f'no logs of level {logging.getLevelName(self.level)} or higher triggered on '
                       f'{self.logger.name}')
        if message:
            raise self.test_case.failureException(self.test_case._formatMessage(None, message))


class _OrderedChainMap(collections.ChainMap):
    def __iter__(self):
        seen = {}
        for mapping in self.maps:
            seen |= dict.fromkeys(mapping)
        return iter(seen)


# --- Text of values ---

def safe_repr(obj, short=False):
    """The repr(), of an object that may have a bad one; not too long if short."""
    try:
        text = repr(obj)
    except Exception:
        text = object.__repr__(obj)
    return text if not short or len(text) < 80 else text[:80] + ' [truncated]...'


def strclass(cls):
    """The name of a class with its module."""
    return f'{cls.__module__}.{cls.__qualname__}'


def _cut(text, head, tail):
    """The text with the number of characters in place of its middle, if that is shorter."""
    extra = len(text) - head - tail
    return f'{text[:head]}[{extra} chars]{text[len(text) - tail:]}' if extra > 12 else text


def _shortened(*values):
    """The repr() of values that differ. If they are long, first what they share is cut."""
    texts = [safe_repr(value) for value in values]
    longest = max(map(len, texts))
    if longest <= 80:
        return texts
    from os.path import commonprefix
    shared = commonprefix(texts)
    room = 80 - (longest - len(shared) + 5 + 12)
    if room > 5:
        return [_cut(shared, 5, room) + text[len(shared):] for text in texts]
    return [_cut(shared, 5, 5) + _cut(text[len(shared):], 41, 5) for text in texts]


def _difference_of_counts(actual, expected, hashable):
    """Triples (count, other count, element) for those that differ."""
    if hashable:
        counts = collections.Counter(actual), collections.Counter(expected)
        return [(counts[0][each], counts[1][each], each) for each in {**counts[0], **counts[1]}
                if counts[0][each] != counts[1][each]]
    result, seen = [], []
    for each in (*actual, *expected):
        if not any(each is other or each == other for other in seen):
            seen.append(each)
            counts = [sum(each is item or each == item for item in group)
                      for group in (actual, expected)]
            if counts[0] != counts[1]:
                result.append((*counts, each))
    return result


def _diff(first, second):
    import difflib
    return '\n'.join(difflib.ndiff(first, second))


# --- The class ---

class TestCase:
    """A test: the method of that name, with setUp() before and tearDown() after it."""

    failureException = AssertionError
    longMessage = True          # A message of the test is put behind the usual one.
    maxDiff = _DIFF_LIMIT       # Longer differences are not shown.
    _diffThreshold = 1 << 16
    _classSetupFailed = False
    _class_cleanups = []

    def __init_subclass__(cls, *args, **kwargs):
        cls._classSetupFailed, cls._class_cleanups = False, []
        super().__init_subclass__(*args, **kwargs)

    def __init__(self, methodName='runTest'):
        self._testMethodName, self._outcome = methodName, None
        self._testMethodDoc, self._cleanups, self._subtest = 'No test', [], None
        method = getattr(self, methodName, None)
        if method is not None:
            self._testMethodDoc = method.__doc__
        elif methodName != 'runTest':
            raise ValueError(f'no such test method in {type(self)}: {methodName}')
        self._type_equality_funcs = {dict: 'assertDictEqual', list: 'assertListEqual',
                                     tuple: 'assertTupleEqual', set: 'assertSetEqual',
                                     frozenset: 'assertSetEqual', str: 'assertMultiLineEqual'}

    def addTypeEqualityFunc(self, typeobj, function):
        """Let assertEqual() call that for two of this very type."""
        self._type_equality_funcs[typeobj] = function

    # Before and after.

    def setUp(self):
        """Called before the test."""

    def tearDown(self):
        """Called after the test, unless setUp() failed."""

    @classmethod
    def setUpClass(cls):
        """Called before the tests of the class."""

    @classmethod
    def tearDownClass(cls):
        """Called after the tests of the class."""

    def addCleanup(self, function, /, *args, **kwargs):
        """Call the function after tearDown(), the last one added first."""
        self._cleanups.append((function, args, kwargs))

    def enterContext(self, cm):
        """Enter the context manager for the rest of the test."""
        return _enter(cm, self.addCleanup)

    @classmethod
    def addClassCleanup(cls, function, /, *args, **kwargs):
        """Call the function after tearDownClass()."""
        cls._class_cleanups.append((function, args, kwargs))

    @classmethod
    def enterClassContext(cls, cm):
        """Enter the context manager for all tests of the class."""
        return _enter(cm, cls.addClassCleanup)

    def doCleanups(self):
        """Call the cleanups; True if all went well."""
        outcome = self._outcome or _Outcome(None)
        while self._cleanups:
            function, args, kwargs = self._cleanups.pop()
            with outcome.testPartExecutor(self):
                self._callCleanup(function, *args, **kwargs)
        return outcome.success

    @classmethod
    def doClassCleanups(cls):
        """Call the cleanups of the class; exceptions are kept in tearDown_exceptions."""
        cls.tearDown_exceptions = []
        while cls._class_cleanups:
            function, args, kwargs = cls._class_cleanups.pop()
            try:
                function(*args, **kwargs)
            except Exception:
                cls.tearDown_exceptions.append(sys.exc_info())

    # Its name.

    def id(self):
        return f'{strclass(type(self))}.{self._testMethodName}'

    def shortDescription(self):
        """The first line of the method's docstring."""
        doc = self._testMethodDoc
        return doc.strip().split('\n')[0].strip() if doc else None

    def __str__(self):
        return f'{self._testMethodName} ({strclass(type(self))}.{self._testMethodName})'

    def __repr__(self):
        return f'<{strclass(type(self))} testMethod={self._testMethodName}>'

    def __eq__(self, other):
        if type(self) is not type(other):
            return NotImplemented
        return self._testMethodName == other._testMethodName

    def __hash__(self):
        return hash((type(self), self._testMethodName))

    # Running.

    def countTestCases(self):
        return 1

    def defaultTestResult(self):
        from .result import TestResult
        return TestResult()

    def _callSetUp(self):
        self.setUp()

    def _callTestMethod(self, method):
        if method() is not None:
            warnings.warn('It is deprecated to return a value that is not None from a test case '
                          f'({method})', DeprecationWarning, stacklevel=3)

    def _callTearDown(self):
        self.tearDown()

    def _callCleanup(self, function, /, *args, **kwargs):
        function(*args, **kwargs)

    def run(self, result=None):
        """Run the test, telling the result about it."""
        stop_run = None
        if result is None:
            result = self.defaultTestResult()
            getattr(result, 'startTestRun', lambda: None)()
            stop_run = getattr(result, 'stopTestRun', None)
        result.startTest(self)
        try:
            method = getattr(self, self._testMethodName)
            for marked in (type(self), method):
                if getattr(marked, '__unittest_skip__', False):
                    _add_skip(result, self, getattr(type(self), '__unittest_skip_why__', '')
                              or getattr(method, '__unittest_skip_why__', ''))
                    return result
            outcome = self._outcome = _Outcome(result)
            expecting = getattr(self, '__unittest_expecting_failure__', False) or \
                getattr(method, '__unittest_expecting_failure__', False)
            began = time.perf_counter()
            with outcome.testPartExecutor(self):
                self._callSetUp()
            if outcome.success:
                outcome.expecting_failure = expecting
                with outcome.testPartExecutor(self):
                    self._callTestMethod(method)
                outcome.expecting_failure = False
                with outcome.testPartExecutor(self):
                    self._callTearDown()
            self.doCleanups()
            if hasattr(result, 'addDuration'):
                result.addDuration(self, time.perf_counter() - began)
            if outcome.success:
                if not expecting:
                    result.addSuccess(self)
                elif outcome.expectedFailure:
                    self._tell(result, 'addExpectedFailure', 'addSuccess', outcome.expectedFailure)
                else:
                    self._tell(result, 'addUnexpectedSuccess', 'addFailure')
            return result
        finally:
            self._outcome = None
            result.stopTest(self)
            if stop_run is not None:
                stop_run()

    def _tell(self, result, name, otherwise, *args):
        """Call that method of the result, or what an old one has in its place."""
        method = getattr(result, name, None)
        if method is not None:
            method(self, *args)
            return
        warnings.warn(f'TestResult has no {name} method, reporting as '
                      f'{"passes" if args else "failures"}', RuntimeWarning)
        if args:
            result.addSuccess(self)
        else:
            try:
                raise _UnexpectedSuccess from None
            except _UnexpectedSuccess:
                result.addFailure(self, sys.exc_info())

    def __call__(self, *args, **kwds):
        return self.run(*args, **kwds)

    def debug(self):
        """Run the test without a result: exceptions get out."""
        method = getattr(self, self._testMethodName)
        for marked in (type(self), method):
            if getattr(marked, '__unittest_skip__', False):
                raise SkipTest(getattr(marked, '__unittest_skip_why__', ''))
        self._callSetUp()
        self._callTestMethod(method)
        self._callTearDown()
        while self._cleanups:
            function, args, kwargs = self._cleanups.pop()
            self._callCleanup(function, *args, **kwargs)

    @contextlib.contextmanager
    def subTest(self, msg=NotImplemented, **params):
        """Around a part that may fail for itself, as in a loop over many cases."""
        if self._outcome is None or not self._outcome.result_supports_subtests:
            yield
            return
        parent = self._subtest
        values = params if parent is None else parent.params.new_child(params)
        if parent is None:
            values = _OrderedChainMap(params)
        self._subtest = _SubTest(self, msg, values)
        try:
            with self._outcome.testPartExecutor(self._subtest, subTest=True):
                yield
            if not self._outcome.success:
                if getattr(self._outcome.result, 'failfast', False):
                    raise _ShouldStop
            elif self._outcome.expectedFailure:
                raise _ShouldStop
        finally:
            self._subtest = parent

    def skipTest(self, reason):
        """Leave the rest of the test out."""
        raise SkipTest(reason)

    # Assertions.

    def fail(self, msg=None):
        """The test has failed."""
        raise self.failureException(msg)

    def _formatMessage(self, msg, standardMsg):
        if not self.longMessage:
            return msg or standardMsg
        if msg is None:
            return standardMsg
        try:
            return f'{standardMsg} : {msg}'
        except UnicodeDecodeError:
            return f'{safe_repr(standardMsg)} : {safe_repr(msg)}'

    def _require(self, holds, msg, standard, *values):
        """Fail with the standard message, with the values in it, unless it holds."""
        if not holds:
            text = standard.format(*[safe_repr(value) for value in values])
            self.fail(self._formatMessage(msg, text))

    def assertTrue(self, expr, msg=None):
        self._require(expr, msg, '{} is not true', expr)

    def assertFalse(self, expr, msg=None):
        self._require(not expr, msg, '{} is not false', expr)

    def assertIs(self, expr1, expr2, msg=None):
        self._require(expr1 is expr2, msg, '{} is not {}', expr1, expr2)

    def assertIsNot(self, expr1, expr2, msg=None):
        self._require(expr1 is not expr2, msg, 'unexpectedly identical: {}', expr1)

    def assertIsNone(self, obj, msg=None):
        self._require(obj is None, msg, '{} is not None', obj)

    def assertIsNotNone(self, obj, msg=None):
        self._require(obj is not None, msg, 'unexpectedly None')

    def assertIn(self, member, container, msg=None):
        self._require(member in container, msg, '{} not found in {}', member, container)

    def assertNotIn(self, member, container, msg=None):
        self._require(member not in container, msg, '{} unexpectedly found in {}', member,
                      container)

    def assertIsInstance(self, obj, cls, msg=None):
        self._require(isinstance(obj, cls), msg, '{} is not an instance of %r' % (cls,), obj)

    def assertNotIsInstance(self, obj, cls, msg=None):
        self._require(not isinstance(obj, cls), msg, '{} is an instance of %r' % (cls,), obj)

    def assertLess(self, a, b, msg=None):
        self._require(a < b, msg, '{} not less than {}', a, b)

    def assertLessEqual(self, a, b, msg=None):
        self._require(a <= b, msg, '{} not less than or equal to {}', a, b)

    def assertGreater(self, a, b, msg=None):
        self._require(a > b, msg, '{} not greater than {}', a, b)

    def assertGreaterEqual(self, a, b, msg=None):
        self._require(a >= b, msg, '{} not greater than or equal to {}', a, b)

    def assertNotEqual(self, first, second, msg=None):
        self._require(first != second, msg, '{} == {}', first, second)

    def assertRegex(self, text, expected_regex, msg=None):
        regex = re.compile(expected_regex)
        if not regex.search(text):
            self.fail(self._formatMessage(
                msg, f"Regex didn't match: {regex.pattern!r} not found in {text!r}"))

    def assertNotRegex(self, text, unexpected_regex, msg=None):
        regex = re.compile(unexpected_regex)
        match = regex.search(text)
        if match:
            self.fail(self._formatMessage(
                msg, f'Regex matched: {match[0]!r} matches {regex.pattern!r} in {text!r}'))

    def assertRaises(self, expected_exception, *args, **kwargs):
        """The function raises it; or, without a function, the with block does."""
        context = _AssertRaisesContext(expected_exception, self)
        try:
            return context.handle('assertRaises', args, kwargs)
        finally:
            context = None

    def assertRaisesRegex(self, expected_exception, expected_regex, *args, **kwargs):
        """And its text has a match of the expression."""
        context = _AssertRaisesContext(expected_exception, self, expected_regex)
        return context.handle('assertRaisesRegex', args, kwargs)

    def assertWarns(self, expected_warning, *args, **kwargs):
        """The function, or the with block, gives such a warning."""
        context = _AssertWarnsContext(expected_warning, self)
        return context.handle('assertWarns', args, kwargs)

    def assertWarnsRegex(self, expected_warning, expected_regex, *args, **kwargs):
        """And its text has a match of the expression."""
        context = _AssertWarnsContext(expected_warning, self, expected_regex)
        return context.handle('assertWarnsRegex', args, kwargs)

    def assertLogs(self, logger=None, level=None):
        """The with block logs at least one message of that level."""
        return _AssertLogsContext(self, logger, level, no_logs=False)

    def assertNoLogs(self, logger=None, level=None):
        """The with block logs no message of that level."""
        return _AssertLogsContext(self, logger, level, no_logs=True)

    def _close(self, first, second, places, delta):
        """(are they almost equal?, how far apart, the words for it)"""
        if first == second:
            return True, None, ''
        if delta is not None and places is not None:
            raise TypeError('specify delta or places not both')
        distance = abs(first - second)
        if delta is not None:
            return distance <= delta, distance, f'{safe_repr(delta)} delta'
        places = 7 if places is None else places
        return round(distance, places) == 0, distance, f'{places!r} places'

    def assertAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        """Equal when rounded to so many places (7), or no further apart than delta."""
        close, distance, words = self._close(first, second, places, delta)
        self._require(close, msg, '{} != {} within %s ({} difference)' % words, first, second,
                      distance)

    def assertNotAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        close, distance, words = self._close(first, second, places, delta)
        if close:
            if not words:
                words = f'{places if places is not None else 7!r} places' if delta is None else \
                    f'{safe_repr(delta)} delta'
                distance = abs(first - second)
            behind = f' ({safe_repr(distance)} difference)' if delta is not None else ''
            self.fail(self._formatMessage(
                msg, f'{safe_repr(first)} == {safe_repr(second)} within {words}{behind}'))

    def assertEqual(self, first, second, msg=None):
        """Equal; the message of a failure depends on the type."""
        check = None
        if type(first) is type(second):
            check = self._type_equality_funcs.get(type(first))
            check = getattr(self, check) if isinstance(check, str) else check
        if check is not None:
            check(first, second, msg=msg)
        elif not first == second:
            self.fail(self._formatMessage(msg, '%s != %s' % tuple(_shortened(first, second))))

    def _truncateMessage(self, message, diff):
        if self.maxDiff is None or len(diff) <= self.maxDiff:
            return message + diff
        return message + DIFF_OMITTED % len(diff)

    def assertSequenceEqual(self, seq1, seq2, msg=None, seq_type=None):
        """The same items in the same order."""
        name = 'sequence'
        if seq_type is not None:
            name = seq_type.__name__
            for which, seq in (('First', seq1), ('Second', seq2)):
                if not isinstance(seq, seq_type):
                    raise self.failureException(f'{which} sequence is not a {name}: '
                                                f'{safe_repr(seq)}')
        lengths, problem = [], None
        for which, seq in (('First', seq1), ('Second', seq2)):
            try:
                lengths.append(len(seq))
            except (TypeError, NotImplementedError):
                problem = problem or f'{which} {name} has no length.    Non-sequence?'
        if problem is None:
            if seq1 == seq2:
                return
            problem = '%ss differ: %s != %s\n' % (name.capitalize(), *_shortened(seq1, seq2))
            difference = self._first_difference(seq1, seq2, name, *lengths)
            if not difference and seq_type is None and type(seq1) is not type(seq2):
                return      # Only the types differ.
            problem += difference
        import pprint
        texts = [pprint.pformat(seq).splitlines() for seq in (seq1, seq2)]
        self.fail(self._formatMessage(msg, self._truncateMessage(problem, '\n' + _diff(*texts))))

    @staticmethod
    def _first_difference(seq1, seq2, name, length1, length2):
        text = ''
        for index in range(min(length1, length2)):
            try:
                item1 = seq1[index]
            except (TypeError, IndexError, NotImplementedError):
                return text + f'\nUnable to index element {index} of first {name}\n'
            try:
                item2 = seq2[index]
            except (TypeError, IndexError, NotImplementedError):
                return text + f'\nUnable to index element {index} of second {name}\n'
            if item1 != item2:
                text += '\nFirst differing element %d:\n%s\n%s\n' % (index,
                                                                     *_shortened(item1, item2))
                break
        for which, longer, extra, start in (('First', seq1, length1 - length2, length2),
                                            ('Second', seq2, length2 - length1, length1)):
            if extra > 0:
                text += f'\n{which} {name} contains {extra} additional elements.\n'
                try:
                    text += f'First extra element {start}:\n{safe_repr(longer[start])}\n'
                except (TypeError, IndexError, NotImplementedError):
                    text += f'Unable to index element {start} of {which.lower()} {name}\n'
        return text

    def assertListEqual(self, list1, list2, msg=None):
        self.assertSequenceEqual(list1, list2, msg, seq_type=list)

    def assertTupleEqual(self, tuple1, tuple2, msg=None):
        self.assertSequenceEqual(tuple1, tuple2, msg, seq_type=tuple)

    def assertSetEqual(self, set1, set2, msg=None):
        """The same items, whatever the types of the sets."""
        extra = []
        for which, a, b in (('first', set1, set2), ('second', set2, set1)):
            try:
                extra.append((which, a.difference(b)))
            except TypeError as e:
                self.fail(f'invalid type when attempting set difference: {e}')
            except AttributeError as e:
                self.fail(f'{which} argument does not support set difference: {e}')
        lines = []
        for which, items in extra:
            if items:
                other = 'second' if which == 'first' else 'first'
                lines.append(f'Items in the {which} set but not the {other}:')
                lines += [repr(item) for item in items]
        if lines:
            self.fail(self._formatMessage(msg, '\n'.join(lines)))

    def assertDictEqual(self, d1, d2, msg=None):
        self.assertIsInstance(d1, dict, 'First argument is not a dictionary')
        self.assertIsInstance(d2, dict, 'Second argument is not a dictionary')
        if d1 != d2:
            import pprint
            standard = '%s != %s' % tuple(_shortened(d1, d2))
            diff = '\n' + _diff(pprint.pformat(d1).splitlines(), pprint.pformat(d2).splitlines())
            self.fail(self._formatMessage(msg, self._truncateMessage(standard, diff)))

    def assertMultiLineEqual(self, first, second, msg=None):
        self.assertIsInstance(first, str, 'First argument is not a string')
        self.assertIsInstance(second, str, 'Second argument is not a string')
        if first == second:
            return
        standard = '%s != %s' % tuple(_shortened(first, second))
        if len(first) <= self._diffThreshold and len(second) <= self._diffThreshold:
            texts = [first, second]
            if len(first.splitlines()) == 1 and first.strip('\r\n') == first:
                texts = [first + '\n', second + '\n']
            import difflib
            lines = [text.splitlines(keepends=True) for text in texts]
            standard = self._truncateMessage(standard, '\n' + ''.join(difflib.ndiff(*lines)))
        self.fail(self._formatMessage(msg, standard))

    def assertCountEqual(self, first, second, msg=None):
        """The same items, each as often, in any order."""
        first, second = list(first), list(second)
        try:
            hashable = True
            if collections.Counter(first) == collections.Counter(second):
                return
        except TypeError:
            hashable = False
        found = _difference_of_counts(first, second, hashable)
        if found:
            lines = ['First has %d, Second has %d:  %r' % each for each in found]
            self.fail(self._formatMessage(msg, self._truncateMessage(
                'Element counts were not equal:\n', '\n'.join(lines))))

    def _deprecated(name, original):
        def method(self, *args, **kwargs):
            warnings.warn(f'Please use {original} instead.', DeprecationWarning, 2)
            return getattr(self, original)(*args, **kwargs)
        method.__name__ = name
        return method

    for _name, _original in (
            ('assertEquals', 'assertEqual'), ('assertNotEquals', 'assertNotEqual'),
            ('assertAlmostEquals', 'assertAlmostEqual'),
            ('assertNotAlmostEquals', 'assertNotAlmostEqual'), ('assert_', 'assertTrue'),
            ('assertRaisesRegexp', 'assertRaisesRegex'), ('assertRegexpMatches', 'assertRegex'),
            ('assertNotRegexpMatches', 'assertNotRegex'), ('failUnlessEqual', 'assertEqual'),
            ('failIfEqual', 'assertNotEqual'), ('failUnlessAlmostEqual', 'assertAlmostEqual'),
            ('failIfAlmostEqual', 'assertNotAlmostEqual'), ('failUnless', 'assertTrue'),
            ('failUnlessRaises', 'assertRaises'), ('failIf', 'assertFalse')):
        locals()[_name] = _deprecated(_name, _original)
    del _name, _original, _deprecated


class FunctionTestCase(TestCase):
    """A function as a test."""

    def __init__(self, testFunc, setUp=None, tearDown=None, description=None):
        super().__init__()
        self._testFunc, self._description = testFunc, description
        self._setUpFunc, self._tearDownFunc = setUp, tearDown

    def setUp(self):
        if self._setUpFunc is not None:
            self._setUpFunc()

    def tearDown(self):
        if self._tearDownFunc is not None:
            self._tearDownFunc()

    def runTest(self):
        self._testFunc()

    def id(self):
        return self._testFunc.__name__

    def _functions(self):
        return self._setUpFunc, self._tearDownFunc, self._testFunc, self._description

    def __eq__(self, other):
        if not isinstance(other, FunctionTestCase):
            return NotImplemented
        return self._functions() == other._functions()

    def __hash__(self):
        return hash((type(self), *self._functions()))

    def __str__(self):
        return f'{strclass(type(self))} ({self._testFunc.__name__})'

    def __repr__(self):
        return f'<{strclass(type(self))} tec={self._testFunc}>'

    def shortDescription(self):
        if self._description is not None:
            return self._description
        doc = self._testFunc.__doc__
        return doc and doc.split('\n')[0].strip() or None


class _SubTest(TestCase):
    """A part of a test that is told of for itself."""

    def __init__(self, test_case, message, params):
        super().__init__()
        self.test_case, self._message, self.params = test_case, message, params
        self.failureException = test_case.failureException

    def runTest(self):
        raise NotImplementedError('subtests cannot be run directly')

    def _subDescription(self):
        parts = [] if self._message is NotImplemented else [f'[{self._message}]']
        if self.params:
            values = ', '.join([f'{name}={value!r}' for name, value in self.params.items()])
            parts.append(f'({values})')
        return ' '.join(parts) or '(<subtest>)'

    def id(self):
        return f'{self.test_case.id()} {self._subDescription()}'

    def shortDescription(self):
        return self.test_case.shortDescription()

    def __str__(self):
        return f'{self.test_case} {self._subDescription()}'
