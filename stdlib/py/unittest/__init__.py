"""Tests: cases with assertions, suites of them, what finds them, and what runs them.

    import unittest

    class Sums(unittest.TestCase):
        def test_two(self):
            self.assertEqual(1 + 1, 2)

    unittest.main()

Mocks are not here; CPython's own unittest has them.
"""

from .case import (FunctionTestCase, SkipTest, TestCase, addModuleCleanup, doModuleCleanups,
                   enterModuleContext, expectedFailure, skip, skipIf, skipUnless)
from .loader import TestLoader, defaultTestLoader
from .main import TestProgram, main
from .result import TestResult
from .runner import TextTestResult, TextTestRunner
from .suite import BaseTestSuite, TestSuite

__all__ = ['FunctionTestCase', 'IsolatedAsyncioTestCase', 'SkipTest', 'TestCase', 'TestLoader',
           'TestProgram', 'TestResult', 'TestSuite', 'TextTestResult', 'TextTestRunner',
           'addModuleCleanup', 'defaultTestLoader', 'doModuleCleanups', 'enterModuleContext',
           'expectedFailure', 'main', 'skip', 'skipIf', 'skipUnless']


def makeSuite(testCaseClass, prefix='test', suiteClass=TestSuite):
    """Deprecated: TestLoader.loadTestsFromTestCase() does so."""
    from warnings import warn
    warn('unittest.makeSuite() is deprecated and will be removed in Python 3.13. Please use '
         'unittest.TestLoader.loadTestsFromTestCase() instead.', DeprecationWarning, stacklevel=2)
    loader = TestLoader()
    loader.testMethodPrefix, loader.suiteClass = prefix, suiteClass
    return loader.loadTestsFromTestCase(testCaseClass)


def __getattr__(name):
    if name == 'IsolatedAsyncioTestCase':       # Not before it is needed: so is asyncio.
        from .async_case import IsolatedAsyncioTestCase
        return IsolatedAsyncioTestCase
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')


__unittest = True       # Tracebacks of failures leave out frames of such modules.
