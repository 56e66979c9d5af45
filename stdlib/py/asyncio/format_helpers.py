"""How calls, coroutines, futures and places look in messages."""

import functools
import itertools
import reprlib
import types

_OURS = (lambda: 0).__code__.co_filename.rpartition('format_helpers')[0]


def place_of(func):
    """Where a function was defined, (file, line), or None. A partial is what it calls."""
    while True:
        if isinstance(func, functools.partial):
            func = func.func
        elif isinstance(func, types.MethodType):
            func = func.__func__
        elif hasattr(func, '__wrapped__'):
            func = func.__wrapped__
        else:
            break
    if isinstance(func, types.FunctionType):
        return func.__code__.co_filename, func.__code__.co_firstlineno
    return None


def _is_ours(file):
    """Is it a file of this package?"""
    return file.startswith(_OURS)


def _call_text(func, args, kwargs, rest=''):
    if isinstance(func, functools.partial):
        rest = f'({_arguments_text(args, kwargs)}){rest}' if args or kwargs or not rest else rest
        return _call_text(func.func, func.args, func.keywords, rest)
    name = getattr(func, '__qualname__', None) or getattr(func, '__name__', None) or repr(func)
    return f'{name}({_arguments_text(args, kwargs)}){rest}'


def _arguments_text(args, kwargs):
    return ', '.join(itertools.chain(
        map(reprlib.repr, args),
        (f'{name}={reprlib.repr(value)}' for name, value in kwargs.items())))


def call_text(func, args=()):
    """A call, and where the function is, unless it is one of this package."""
    text = _call_text(func, args, {})
    place = place_of(func)
    if place and not _is_ours(place[0]):
        text += f' at {place[0]}:{place[1]}'
    return text


def coroutine_text(coro):
    """A coroutine, and where it is."""
    name = getattr(coro, '__qualname__', None) or getattr(coro, '__name__', None) or \
        f'<{type(coro).__name__} without __name__>'
    code = getattr(coro, 'cr_code', None) or getattr(coro, 'gi_code', None)
    running = getattr(coro, 'cr_running', False) or getattr(coro, 'gi_running', False)
    if code is None:
        return f'{name}() running' if running else f'{name}()'
    frame = getattr(coro, 'cr_frame', None) or getattr(coro, 'gi_frame', None)
    if frame is None:
        return f'{name}() done, defined at {code.co_filename}:{code.co_firstlineno}'
    return f'{name}() running at {code.co_filename}:{frame.f_lineno}'


def stack_from(frame):
    """The stack for 'created at' in debug mode: the last ten entries before this package."""
    import traceback
    while frame is not None and _is_ours(frame.f_code.co_filename):
        frame = frame.f_back
    stack = traceback.StackSummary.extract(traceback.walk_stack(frame), limit=10,
                                           lookup_lines=False)
    stack.reverse()
    return stack


def created_text(stack):
    return f'created at {stack[-1][0]}:{stack[-1][1]}'


def _callbacks_text(callbacks):
    texts = [call_text(callback) for callback, _ in callbacks]
    if len(texts) > 2:
        texts[1:-1] = [f'<{len(texts) - 2} more>']
    return f'cb=[{", ".join(texts)}]'


def future_parts(future):
    """What the repr of a future tells, piece by piece."""
    parts = [future._state.lower()]
    if future._state == 'FINISHED':
        parts.append(f'exception={future._exception!r}' if future._exception is not None
                     else f'result={reprlib.repr(future._result)}')
    if future._callbacks:
        parts.append(_callbacks_text(future._callbacks))
    if future._source_traceback:
        parts.append(created_text(future._source_traceback))
    return parts


def task_parts(task):
    """What the repr of a task tells, piece by piece."""
    parts = future_parts(task)
    if task.cancelling() and not task.done():
        parts[0] = 'cancelling'
    more = [f'name={task.get_name()!r}']
    if task._coro is not None:
        more.append(f'coro=<{coroutine_text(task._coro)}>')
    if task._fut_waiter is not None:
        more.append(f'wait_for={task._fut_waiter!r}')
    return parts[:1] + more + parts[1:]


def print_stack_of(task, limit, file):
    """What Task.print_stack() prints."""
    import linecache
    import traceback
    frames = task.get_stack(limit=limit)
    error = task._exception
    title = 'Traceback for' if error is not None else 'Stack for' if frames else 'No stack for'
    note = ' (most recent call last):' if frames or error is not None else ''
    print(f'{title} {task!r}{note}', file=file)
    entries = []
    for frame in frames:
        code = frame.f_code
        linecache.checkcache(code.co_filename)
        line = linecache.getline(code.co_filename, frame.f_lineno, frame.f_globals)
        entries.append((code.co_filename, frame.f_lineno, code.co_name, line))
    traceback.print_list(entries, file=file)
    if error is not None:
        for line in traceback.format_exception_only(type(error), error):
            print(line, file=file, end='')
