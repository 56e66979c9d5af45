"""Tools for the with statement."""

import sys
import _collections_abc
from abc import ABC, abstractmethod
from functools import wraps
from types import GenericAlias, MethodType

__all__ = ['AbstractAsyncContextManager', 'AbstractContextManager', 'AsyncContextDecorator',
           'AsyncExitStack', 'ContextDecorator', 'ExitStack', 'aclosing', 'asynccontextmanager',
           'chdir', 'closing', 'contextmanager', 'nullcontext', 'redirect_stderr',
           'redirect_stdout', 'suppress']


# --- Base classes ---

class AbstractContextManager(ABC):
    """A base for what with can enter: __enter__() gives the object itself."""

    __class_getitem__ = classmethod(GenericAlias)

    def __enter__(self):
        return self

    @abstractmethod
    def __exit__(self, exc_type, exc_value, traceback):
        return None

    @classmethod
    def __subclasshook__(cls, other):
        if cls is not AbstractContextManager:
            return NotImplemented
        return _collections_abc._check_methods(other, '__enter__', '__exit__')


class AbstractAsyncContextManager(ABC):
    """A base for what async with can enter: __aenter__() gives the object itself."""

    __class_getitem__ = classmethod(GenericAlias)

    async def __aenter__(self):
        return self

    @abstractmethod
    async def __aexit__(self, exc_type, exc_value, traceback):
        return None

    @classmethod
    def __subclasshook__(cls, other):
        if cls is not AbstractAsyncContextManager:
            return NotImplemented
        return _collections_abc._check_methods(other, '__aenter__', '__aexit__')


class ContextDecorator:
    """Lets a context manager decorate a function, whose calls then run inside it."""

    def _recreate_cm(self):
        """What a call enters: itself, or a new one for those that serve but once."""
        return self

    def __call__(self, func):
        @wraps(func)
        def inside(*args, **kwds):
            with self._recreate_cm():
                return func(*args, **kwds)
        return inside


class AsyncContextDecorator:
    """The same for async with and coroutine functions."""

    _recreate_cm = ContextDecorator._recreate_cm

    def __call__(self, func):
        @wraps(func)
        async def inside(*args, **kwds):
            async with self._recreate_cm():
                return await func(*args, **kwds)
        return inside


# --- Context managers made of generators ---

class _FromGenerator:
    """A generator that yields once: what comes before is the entry, what follows the exit."""

    def __init__(self, func, args, kwds):
        self.gen = func(*args, **kwds)
        self.func, self.args, self.kwds = func, args, kwds
        self.__doc__ = getattr(func, '__doc__', None) or type(self).__doc__     # For help().

    def _recreate_cm(self):
        return self.__class__(self.func, self.args, self.kwds)

    def _forget(self):
        """Keep no arguments alive while the block runs."""
        del self.args, self.kwds, self.func

    @staticmethod
    def _came_back(exc, thrown, stop, traceback):
        """Is the exception only the one that was thrown into the generator?

        It is so, too, if it is the RuntimeError that a StopIteration turns into on its way out.
        """
        wrapped = (isinstance(exc, RuntimeError) and isinstance(thrown, stop)
                   and exc.__cause__ is thrown)
        if exc is thrown or wrapped:
            thrown.__traceback__ = traceback
            return True
        return False


class _GeneratorContextManager(_FromGenerator, AbstractContextManager, ContextDecorator):
    """What a function decorated with @contextmanager returns."""

    def __enter__(self):
        self._forget()
        for value in self.gen:
            return value
        raise RuntimeError("generator didn't yield")

    def __exit__(self, typ, value, traceback):
        if typ is None:
            after = ''
            try:
                next(self.gen)
            except StopIteration:
                return False
        else:
            after = ' after throw()'
            if value is None:
                value = typ()
            try:
                self.gen.throw(typ, value, traceback)
            except StopIteration as exc:
                return exc is not value         # It ended: so the exception is dealt with.
            except BaseException as exc:
                if self._came_back(exc, value, StopIteration, traceback):
                    return False
                raise
        try:
            raise RuntimeError("generator didn't stop" + after)
        finally:
            self.gen.close()


class _AsyncGeneratorContextManager(_FromGenerator, AbstractAsyncContextManager,
                                    AsyncContextDecorator):
    """What a function decorated with @asynccontextmanager returns."""

    async def __aenter__(self):
        self._forget()
        async for value in self.gen:
            return value
        raise RuntimeError("generator didn't yield")

    async def __aexit__(self, typ, value, traceback):
        if typ is None:
            after = ''
            try:
                await anext(self.gen)
            except StopAsyncIteration:
                return False
        else:
            after = ' after athrow()'
            if value is None:
                value = typ()
            try:
                await self.gen.athrow(typ, value, traceback)
            except StopAsyncIteration as exc:
                return exc is not value
            except BaseException as exc:
                stops = (StopIteration, StopAsyncIteration)
                if self._came_back(exc, value, stops, traceback):
                    return False
                raise
        try:
            raise RuntimeError("generator didn't stop" + after)
        finally:
            await self.gen.aclose()


def contextmanager(func):
    """Decorator: makes a context manager of a generator function that yields once.

        @contextmanager
        def locked(lock):
            lock.acquire()
            try:
                yield lock              # what `as` gets; the block runs here
            finally:
                lock.release()
    """
    @wraps(func)
    def make(*args, **kwds):
        return _GeneratorContextManager(func, args, kwds)
    return make


def asynccontextmanager(func):
    """The same for asynchronous generator functions and async with."""
    @wraps(func)
    def make(*args, **kwds):
        return _AsyncGeneratorContextManager(func, args, kwds)
    return make


# --- Small ones ---

class closing(AbstractContextManager):
    """Calls close() of the thing at the end of the block."""

    def __init__(self, thing):
        self.thing = thing

    def __enter__(self):
        return self.thing

    def __exit__(self, *details):
        self.thing.close()


class aclosing(AbstractAsyncContextManager):
    """Awaits aclose() of the thing at the end of the block."""

    def __init__(self, thing):
        self.thing = thing

    async def __aenter__(self):
        return self.thing

    async def __aexit__(self, *details):
        await self.thing.aclose()


class _Redirection(AbstractContextManager):
    """Puts another file in the place of a stream of sys. One may be entered repeatedly."""

    def __init__(self, new_target):
        self._target = new_target
        self._before = []

    def __enter__(self):
        self._before.append(getattr(sys, self._stream))
        setattr(sys, self._stream, self._target)
        return self._target

    def __exit__(self, *details):
        setattr(sys, self._stream, self._before.pop())


class redirect_stdout(_Redirection):
    """What the block prints goes to this file."""

    _stream = 'stdout'


class redirect_stderr(_Redirection):
    """What the block writes to sys.stderr goes to this file."""

    _stream = 'stderr'


class suppress(AbstractContextManager):
    """Ends the block quietly when one of these exceptions is raised in it."""

    def __init__(self, *exceptions):
        self._exceptions = exceptions

    def __enter__(self):
        pass

    def __exit__(self, kind, value, traceback):
        return kind is not None and issubclass(kind, self._exceptions)


class nullcontext(AbstractContextManager, AbstractAsyncContextManager):
    """Does nothing, where sometimes a context manager is wanted and sometimes none."""

    def __init__(self, enter_result=None):
        self.enter_result = enter_result

    def __enter__(self):
        return self.enter_result

    def __exit__(self, *details):
        pass

    async def __aenter__(self):
        return self.enter_result

    async def __aexit__(self, *details):
        pass


class chdir(AbstractContextManager):
    """The current folder is another while the block runs: for all threads."""

    def __init__(self, path):
        self.path = path
        self._before = []

    def __enter__(self):
        import os       # Late: most programs with contexts need no files.
        self._before.append(os.getcwd())
        os.chdir(self.path)

    def __exit__(self, *details):
        import os
        os.chdir(self._before.pop())


# --- Exit stacks ---

def _methods_of(manager, enter, exit, protocol):
    """The two special methods that the object's class has, or else TypeError."""
    kind = type(manager)
    try:
        return getattr(kind, enter), getattr(kind, exit)
    except AttributeError:
        raise TypeError(f"'{kind.__module__}.{kind.__qualname__}' object does not support the "
                        f"{protocol} protocol") from None


class _Unwinding:
    """The exception that is on its way while the callbacks of a stack are called."""

    def __init__(self, details):
        self.details = details          # What the next callback is given.
        self.came_in = details[0] is not None
        self.outside = sys.exc_info()[1]
        self.suppressed = self.replaced = False

    def answer(self, suppress):
        """A callback has returned."""
        if suppress:
            self.suppressed, self.replaced = True, False
            self.details = (None, None, None)

    def replace(self, new):
        """A callback has raised another exception.

        In nested blocks it would have the one before for its context. Here the chain of its
        contexts ends with what was handled when the stack was left: that is put right.
        """
        before, link = self.details[1], new
        while (context := link.__context__) is not None and context is not before:
            if context is self.outside:
                link.__context__ = before
                break
            link = context
        self.details = type(new), new, new.__traceback__
        self.replaced = True

    def end(self):
        """All have been called: raise what is left, or say if the exception is done with."""
        if self.replaced:
            exc = self.details[1]
            context = exc.__context__
            try:
                raise exc
            finally:
                exc.__context__ = context       # raise has put another.
        return self.came_in and self.suppressed


class _StackBase:
    """What both stacks share: a list of pairs, whether to await, and what to call."""

    def __init__(self):
        self._exit_callbacks = []

    def pop_all(self):
        """Move the callbacks to a new stack, and return that."""
        new = type(self)()
        new._exit_callbacks, self._exit_callbacks = self._exit_callbacks, []
        return new

    def enter_context(self, cm):
        """Enter the context manager, return what that gives, and leave it with the stack."""
        enter, exit = _methods_of(cm, '__enter__', '__exit__', 'context manager')
        result = enter(cm)
        self._add(MethodType(exit, cm))
        return result

    def push(self, exit):
        """Call the function as __exit__() would be, or the object's own __exit__().

        Returns its argument, to serve as a decorator.
        """
        method = getattr(type(exit), '__exit__', None)
        self._add(exit if method is None else MethodType(method, exit))
        return exit

    def callback(self, callback, /, *args, **kwds):
        """Call the function with these arguments. It cannot suppress exceptions."""
        def call(kind, value, traceback):
            callback(*args, **kwds)
        call.__wrapped__ = callback
        self._add(call)
        return callback

    def _add(self, callback, waits=False):
        self._exit_callbacks.append((waits, callback))


class ExitStack(_StackBase, AbstractContextManager):
    """Leaves as many context managers as were entered with it, the last one first.

        with ExitStack() as stack:
            files = [stack.enter_context(open(name)) for name in names]
    """

    def __exit__(self, *details):
        unwinding = _Unwinding(details)
        while self._exit_callbacks:
            _, callback = self._exit_callbacks.pop()
            try:
                unwinding.answer(callback(*unwinding.details))
            except BaseException as exc:
                unwinding.replace(exc)
        return unwinding.end()

    def close(self):
        """Call the callbacks now."""
        self.__exit__(None, None, None)


class AsyncExitStack(_StackBase, AbstractAsyncContextManager):
    """The same for async with; it takes context managers and functions of both kinds."""

    async def enter_async_context(self, cm):
        """Enter the asynchronous context manager, and leave it with the stack."""
        enter, exit = _methods_of(cm, '__aenter__', '__aexit__', 'asynchronous context manager')
        result = await enter(cm)
        self._add(MethodType(exit, cm), True)
        return result

    def push_async_exit(self, exit):
        """As push(), for a coroutine function or an object with __aexit__()."""
        method = getattr(type(exit), '__aexit__', None)
        self._add(exit if method is None else MethodType(method, exit), True)
        return exit

    def push_async_callback(self, callback, /, *args, **kwds):
        """As callback(), for a coroutine function."""
        async def call(kind, value, traceback):
            await callback(*args, **kwds)
        call.__wrapped__ = callback
        self._add(call, True)
        return callback

    async def __aexit__(self, *details):
        unwinding = _Unwinding(details)
        while self._exit_callbacks:
            waits, callback = self._exit_callbacks.pop()
            try:
                answer = callback(*unwinding.details)
                unwinding.answer(await answer if waits else answer)
            except BaseException as exc:
                unwinding.replace(exc)
        return unwinding.end()

    async def aclose(self):
        """Call the callbacks now."""
        await self.__aexit__(None, None, None)
