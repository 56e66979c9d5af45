"""TestSuite: tests that are run together, class by class and module by module."""

import sys

from . import case
from .case import strclass

__unittest = True


class BaseTestSuite:
    """A list of tests and suites."""

    _cleanup = True         # Forget each test after it was run: it may hold much.

    def __init__(self, tests=()):
        self._tests, self._removed_tests = [], 0
        self.addTests(tests)

    def __repr__(self):
        return f'<{strclass(type(self))} tests={list(self)}>'

    def __eq__(self, other):
        return list(self) == list(other) if isinstance(other, type(self)) else NotImplemented

    def __iter__(self):
        return iter(self._tests)

    def countTestCases(self):
        return self._removed_tests + sum(test.countTestCases() for test in self if test)

    def addTest(self, test):
        if not callable(test):
            raise TypeError(f'{test!r} is not callable')
        if isinstance(test, type) and issubclass(test, (case.TestCase, TestSuite)):
            raise TypeError('TestCases and TestSuites must be instantiated before passing them to '
                            'addTest()')
        self._tests.append(test)

    def addTests(self, tests):
        if isinstance(tests, str):
            raise TypeError('tests must be an iterable of tests, not a string')
        for test in tests:
            self.addTest(test)

    def run(self, result):
        for test in self._until_stopped(result):
            test(result)
        return result

    def _until_stopped(self, result):
        """The tests, each forgotten when the next is asked for."""
        for index, test in enumerate(self):
            if result.shouldStop:
                return
            yield test
            if self._cleanup:
                self._removeTestAtIndex(index)

    def _removeTestAtIndex(self, index):
        try:
            test = self._tests[index]
        except TypeError:       # A subclass keeps its tests elsewhere.
            return
        count = getattr(test, 'countTestCases', None)
        self._removed_tests += count() if count else 0
        self._tests[index] = None

    def __call__(self, *args, **kwds):
        """As run()."""
        return self.run(*args, **kwds)

    def debug(self):
        for test in self:
            test.debug()


def _is_suite(test):
    return hasattr(test, '__iter__')


class _ErrorHolder:
    """Stands for a setUpClass() or the like that has failed."""

    failureException = None

    def __init__(self, description):
        self.description = description

    def id(self):
        return self.description

    def shortDescription(self):
        return None

    def __repr__(self):
        return f'<ErrorHolder description={self.description!r}>'

    def __str__(self):
        return self.description

    def run(self, result):
        pass

    __call__ = run

    def countTestCases(self):
        return 0


class _DebugResult:
    _previousTestClass = None
    _moduleSetUpFailed = shouldStop = False


class TestSuite(BaseTestSuite):
    """A suite that calls setUpClass(), setUpModule() and their counterparts."""

    def run(self, result, debug=False):
        outermost = not getattr(result, '_testRunEntered', False)
        if outermost:
            result._testRunEntered = True
        for test in self._until_stopped(result):
            if _is_suite(test) or self._fixtures_are_ready(test, result):
                self._run_one(test, result, debug)
        if outermost:
            self._tearDownPreviousClass(None, result)
            self._handleModuleTearDown(result)
            result._testRunEntered = False
        return result

    def _fixtures_are_ready(self, test, result):
        """End what is before the test's class and module, and set up these."""
        self._tearDownPreviousClass(test, result)
        self._handleModuleFixture(test, result)
        self._handleClassSetUp(test, result)
        result._previousTestClass = type(test)
        return not (getattr(type(test), '_classSetupFailed', False)
                    or getattr(result, '_moduleSetUpFailed', False))

    def _run_one(self, test, result, debug):
        if not debug:
            test(result)
        elif hasattr(test, 'debug') and not _is_suite(test):
            test.debug()
        else:
            test.run(result, debug)

    def debug(self):
        self.run(_DebugResult(), True)

    def _guarded(self, result, name, place, function):
        """Call it; True if it went wrong, which the result is told."""
        getattr(result, '_setupStdout', lambda: None)()
        try:
            function()
            return False
        except Exception as e:
            if isinstance(result, _DebugResult):
                raise
            self._createClassOrModuleLevelException(result, e, name, place)
            return True
        finally:
            getattr(result, '_restoreStdout', lambda: None)()

    def _createClassOrModuleLevelException(self, result, exc, name, place, details=None):
        if isinstance(result, _DebugResult):
            raise exc
        holder = _ErrorHolder(f'{name} ({place})')
        if isinstance(exc, case.SkipTest) and hasattr(result, 'addSkip'):
            result.addSkip(holder, str(exc))
        else:
            result.addError(holder, details or sys.exc_info())

    def _class_cleanups(self, cls, name, result):
        getattr(result, '_setupStdout', lambda: None)()
        try:
            cls.doClassCleanups()
            for details in cls.tearDown_exceptions:
                self._createClassOrModuleLevelException(result, details[1], name, strclass(cls),
                                                        details)
        finally:
            getattr(result, '_restoreStdout', lambda: None)()

    def _handleClassSetUp(self, test, result):
        cls = type(test)
        if cls is getattr(result, '_previousTestClass', None) or getattr(result, '_moduleSetUpFailed', False) \
                or getattr(cls, '__unittest_skip__', False):
            return
        try:
            cls._classSetupFailed = False
        except TypeError:       # A test may be of any kind.
            pass
        set_up = getattr(cls, 'setUpClass', None)
        if set_up is not None and self._guarded(result, 'setUpClass', strclass(cls), set_up):
            cls._classSetupFailed = True
            self._class_cleanups(cls, 'setUpClass', result)

    def _tearDownPreviousClass(self, test, result):
        cls = getattr(result, '_previousTestClass', None)
        if cls is None or type(test) is cls or getattr(cls, '_classSetupFailed', False) \
                or getattr(result, '_moduleSetUpFailed', False) \
                or getattr(cls, '__unittest_skip__', False):
            return
        tear_down = getattr(cls, 'tearDownClass', None)
        if tear_down is not None:
            self._guarded(result, 'tearDownClass', strclass(cls), tear_down)
        if hasattr(cls, 'doClassCleanups'):
            self._class_cleanups(cls, 'tearDownClass', result)

    def _handleModuleFixture(self, test, result):
        cls = getattr(result, '_previousTestClass', None)
        before, name = getattr(cls, '__module__', None), type(test).__module__
        if name == before:
            return
        self._handleModuleTearDown(result)
        result._moduleSetUpFailed = False
        set_up = getattr(sys.modules.get(name), 'setUpModule', None)
        if set_up is not None:
            result._moduleSetUpFailed = self._guarded(result, 'setUpModule', name, set_up)
            if result._moduleSetUpFailed:
                self._guarded(result, 'setUpModule', name, case.doModuleCleanups)

    def _handleModuleTearDown(self, result):
        name = getattr(getattr(result, '_previousTestClass', None), '__module__', None)
        if name is None or getattr(result, '_moduleSetUpFailed', False) or name not in sys.modules:
            return
        tear_down = getattr(sys.modules[name], 'tearDownModule', None)
        if tear_down is not None:
            self._guarded(result, 'tearDownModule', name, tear_down)
        self._guarded(result, 'tearDownModule', name, case.doModuleCleanups)
