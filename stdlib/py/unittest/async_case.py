"""Tests that are coroutines: each test case has a loop of its own."""

import asyncio
import contextvars
import inspect

from .case import TestCase

__unittest = True


class IsolatedAsyncioTestCase(TestCase):
    """Its tests, asyncSetUp() and asyncTearDown() may await. All of a test runs in one loop, and in
    one context, whatever is a coroutine and whatever is not."""

    def __init__(self, methodName='runTest'):
        super().__init__(methodName)
        self._runner = None
        self._context = contextvars.copy_context()

    async def asyncSetUp(self):
        """Before the test, after setUp()."""

    async def asyncTearDown(self):
        """After the test, before tearDown()."""

    def addAsyncCleanup(self, func, /, *args, **kwargs):
        """As addCleanup(), with a coroutine function."""
        self.addCleanup(func, *args, **kwargs)

    async def enterAsyncContext(self, cm):
        """Enter an asynchronous context manager, and leave it when the test is over."""
        kind = type(cm)
        try:
            enter, leave = kind.__aenter__, kind.__aexit__
        except AttributeError:
            raise TypeError(f"'{kind.__module__}.{kind.__qualname__}' object does not support the "
                            'asynchronous context manager protocol') from None
        result = await enter(cm)
        self.addAsyncCleanup(leave, cm, None, None, None)
        return result

    def _in_loop(self, func, *args, **kwargs):
        """What func() returns, or what the coroutine that it returns does."""
        if inspect.iscoroutinefunction(func):
            return self._runner.run(func(*args, **kwargs), context=self._context)
        result = self._context.run(func, *args, **kwargs)
        if inspect.iscoroutine(result):
            result = self._runner.run(result, context=self._context)
        return result

    # What TestCase calls:

    def _callSetUp(self):
        self._runner.get_loop()     # setUp() may ask for it.
        self._in_loop(self.setUp)
        self._in_loop(self.asyncSetUp)

    def _callTestMethod(self, method):
        if self._in_loop(method) is not None:
            import warnings
            warnings.warn('It is deprecated to return a value that is not None from a test case '
                          f'({method})', DeprecationWarning, stacklevel=4)

    def _callTearDown(self):
        self._in_loop(self.asyncTearDown)
        self._in_loop(self.tearDown)

    def _callCleanup(self, function, /, *args, **kwargs):
        self._in_loop(function, *args, **kwargs)

    def run(self, result=None):
        with asyncio.Runner(debug=True) as self._runner:
            return super().run(result)

    def debug(self):
        with asyncio.Runner(debug=True) as self._runner:
            super().debug()
