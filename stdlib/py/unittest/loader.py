"""TestLoader: finds tests, by class, module, name, or in the files of a folder."""

import functools
import os
import re
import sys
import traceback
from fnmatch import fnmatch, fnmatchcase

from . import case, suite

__unittest = True


class _FailedTest(case.TestCase):
    """Fails, in the place of a test that could not be had."""

    def __init__(self, method_name, exception):
        self._exception = exception
        super().__init__(method_name)

    def __getattr__(self, name):
        def test_failure():
            raise self._exception
        return test_failure if self._testMethodName == name else super().__getattr__(name)


def _compare(x, y):
    return (x > y) - (x < y)


class TestLoader:
    """Makes suites."""

    testMethodPrefix = 'test'
    sortTestMethodsUsing = staticmethod(_compare)
    testNamePatterns = None
    suiteClass = suite.TestSuite

    def __init__(self):
        self.errors = []
        self._loading_packages = set()

    def getTestCaseNames(self, testCaseClass):
        """The names of the methods that are tests, in order."""
        def is_test(name):
            if not name.startswith(self.testMethodPrefix) or \
                    not callable(getattr(testCaseClass, name)):
                return False
            whole = f'{testCaseClass.__module__}.{testCaseClass.__qualname__}.{name}'
            patterns = self.testNamePatterns
            return patterns is None or any(fnmatchcase(whole, each) for each in patterns)

        names = [name for name in dir(testCaseClass) if is_test(name)]
        if self.sortTestMethodsUsing:
            names.sort(key=functools.cmp_to_key(self.sortTestMethodsUsing))
        return names

    def loadTestsFromTestCase(self, testCaseClass):
        """All tests of a class."""
        if issubclass(testCaseClass, suite.TestSuite):
            raise TypeError('Test cases should not be derived from TestSuite. Maybe you meant to '
                            'derive from TestCase?')
        names = [] if testCaseClass in (case.TestCase, case.FunctionTestCase) else \
            self.getTestCaseNames(testCaseClass)
        if not names and testCaseClass is not case.FunctionTestCase:
            names = ['runTest'] if hasattr(testCaseClass, 'runTest') else []
        return self.suiteClass(map(testCaseClass, names))

    @staticmethod
    def _is_case(obj):
        return isinstance(obj, type) and issubclass(obj, case.TestCase) and \
            obj not in (case.TestCase, case.FunctionTestCase)

    def loadTestsFromModule(self, module, *, pattern=None):
        """All tests of a module, which may have a say in it with load_tests()."""
        found = [getattr(module, name) for name in dir(module)]
        tests = self.suiteClass([self.loadTestsFromTestCase(each) for each in found
                                 if self._is_case(each)])
        has_a_say = getattr(module, 'load_tests', None)
        if has_a_say is not None:
            try:
                return has_a_say(self, tests, pattern)
            except Exception as e:
                return self._failed(module.__name__, e,
                                    f'Failed to call load_tests:\n{traceback.format_exc()}')
        return tests

    def _failed(self, name, exception, message):
        self.errors.append(message)
        return self.suiteClass((_FailedTest(name, exception),))

    def _failed_import(self, name):
        message = f'Failed to import test module: {name}\n{traceback.format_exc()}'
        return self._failed(name, ImportError(message), message)

    def loadTestsFromName(self, name, module=None):
        """What a name like module.Class.method means: a suite, a class, a test, or a function that
        makes one of these."""
        parts, failure = name.split('.'), None
        if module is None:
            rest = parts[:]
            while rest:
                try:
                    module = __import__('.'.join(rest))
                    break
                except ImportError:
                    last = rest.pop()
                    failure = last, f'Failed to import test module: {last}\n{traceback.format_exc()}'
            if module is None:
                return self._failed(failure[0], ImportError(failure[1]), failure[1])
            parts = parts[1:]
        obj, parent = module, None
        for part in parts:
            try:
                parent, obj = obj, getattr(obj, part)
            except AttributeError as e:
                if failure is not None and getattr(obj, '__path__', None) is not None:
                    # It may be a module that can't be imported: that tells more.
                    return self._failed(failure[0], ImportError(failure[1]), failure[1])
                return self._failed(part, e,
                                    f'Failed to access attribute:\n{traceback.format_exc()}')
        return self._tests_of(obj, parent, parts)

    def _tests_of(self, obj, parent, parts):
        import types
        if isinstance(obj, types.ModuleType):
            return self.loadTestsFromModule(obj)
        if self._is_case(obj):
            return self.loadTestsFromTestCase(obj)
        if isinstance(obj, types.FunctionType) and isinstance(parent, type) \
                and issubclass(parent, case.TestCase):
            name = parts[-1]
            test = parent(name)
            # A static method is a function that makes tests.
            if not isinstance(getattr(test, name), types.FunctionType):
                return self.suiteClass([test])
        elif isinstance(obj, suite.TestSuite):
            return obj
        if not callable(obj):
            raise TypeError(f"don't know how to make test from: {obj}")
        made = obj()
        if not isinstance(made, (case.TestCase, suite.TestSuite)):
            raise TypeError(f'calling {obj} returned {made}, not a test')
        return made if isinstance(made, suite.TestSuite) else self.suiteClass([made])

    def loadTestsFromNames(self, names, module=None):
        """One suite for all the names."""
        return self.suiteClass([self.loadTestsFromName(name, module) for name in names])

    # --- In folders ---

    def discover(self, start_dir, pattern='test*.py', top_level_dir=None):
        """The tests in the files of a folder, and of the packages in it."""
        top = os.path.abspath(top_level_dir or getattr(self, '_top_level_dir', None) or start_dir)
        if not os.path.isdir(os.path.abspath(start_dir)):
            try:        # It may be the name of a package.
                __import__(start_dir)
            except ImportError:
                raise ImportError(f'Start directory is not importable: {start_dir!r}')
            package = sys.modules[start_dir]
            start_dir, _ = os.path.split(os.path.abspath(package.__file__))
            if top_level_dir is None:
                depth = package.__name__.count('.') + 1
                top = os.path.normpath(os.path.join(start_dir, *['..'] * depth))
        else:
            start_dir = os.path.abspath(start_dir)
            if start_dir != top and not os.path.isfile(os.path.join(start_dir, '__init__.py')):
                raise ImportError(f'Start directory is not importable: {start_dir!r}')
        if top not in sys.path:
            sys.path.insert(0, top)
        self._top_level_dir = top
        return self.suiteClass(list(self._find_tests(start_dir, pattern)))

    def _name_of(self, path):
        relative = os.path.relpath(os.path.splitext(os.path.normpath(path))[0], self._top_level_dir)
        return relative.replace(os.path.sep, '.')

    def _find_tests(self, folder, pattern):
        name = self._name_of(folder)
        if name != '.' and name not in self._loading_packages:
            tests, is_package = self._find_test(folder, pattern)
            if tests is not None:
                yield tests
            if not is_package:
                return
        for entry in sorted(os.listdir(folder)):
            path = os.path.join(folder, entry)
            tests, is_package = self._find_test(path, pattern)
            if tests is not None:
                yield tests
            if is_package:
                loading, name = self._loading_packages, self._name_of(path)
                loading.add(name)
                try:
                    yield from self._find_tests(path, pattern)
                finally:
                    loading.discard(name)

    def _find_test(self, path, pattern):
        """(tests or None, whether to look inside) for a file or folder."""
        base = os.path.basename(path)
        if os.path.isdir(path):
            if not os.path.isfile(os.path.join(path, '__init__.py')):
                return None, False
            name, is_package = self._name_of(path), True
            if name in self._loading_packages:
                return None, True
        else:
            if not re.fullmatch(r'[_a-z]\w*\.py', base, re.I) or not fnmatch(base, pattern):
                return None, False
            name, is_package = self._name_of(path), False
        try:
            __import__(name)
            module = sys.modules[name]
        except case.SkipTest as e:
            return self._skipped(name, e), False
        except Exception:
            return self._failed_import(name), False
        # A package with load_tests() looks inside itself.
        look_inside = is_package and not hasattr(module, 'load_tests')
        return self.loadTestsFromModule(module, pattern=pattern), look_inside

    def _skipped(self, name, exception):
        @case.skip(str(exception))
        def test_skipped(self):
            pass
        kind = type('ModuleSkipped', (case.TestCase,), {name: test_skipped})
        return self.suiteClass((kind(name),))


defaultTestLoader = TestLoader()
