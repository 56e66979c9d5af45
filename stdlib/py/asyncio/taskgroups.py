"""Groups of tasks: none outlives its group."""

from . import events, tasks
from .exceptions import CancelledError

__all__ = 'TaskGroup',


class TaskGroup:
    """The block ends when all its tasks have. When one fails, the others are cancelled, as is the
    block itself, and an ExceptionGroup tells of all that failed."""

    def __init__(self):
        self._entered = self._exiting = self._aborting = False
        self._loop = self._parent = None
        self._parent_cancel_requested = False
        self._tasks = set()
        self._errors = []
        self._stop = None           # SystemExit or KeyboardInterrupt, which go before all others
        self._all_done = None       # a future, while the block's end is waited for

    def __repr__(self):
        parts = ['']
        if self._tasks:
            parts.append(f'tasks={len(self._tasks)}')
        if self._errors:
            parts.append(f'errors={len(self._errors)}')
        if self._aborting:
            parts.append('cancelling')
        elif self._entered:
            parts.append('entered')
        return f'<TaskGroup{" ".join(parts)}>'

    async def __aenter__(self):
        if self._entered:
            raise RuntimeError(f'TaskGroup {self!r} has already been entered')
        self._loop = events.get_running_loop()
        self._parent = tasks.current_task(self._loop)
        if self._parent is None:
            raise RuntimeError(f'TaskGroup {self!r} cannot determine the parent task')
        self._entered = True
        return self

    async def __aexit__(self, kind, error, trace):
        self._exiting = True
        if isinstance(error, (SystemExit, KeyboardInterrupt)) and self._stop is None:
            self._stop = error
        cancelled = error if kind is CancelledError else None
        if self._parent_cancel_requested and self._parent.uncancel() == 0:
            cancelled = None        # That was us.
        if kind is not None and not self._aborting:
            self._abort()
        cancelled = await self._wait_for_all(cancelled)
        try:
            if self._stop is not None:
                raise self._stop
            if cancelled and not self._errors:
                raise cancelled
            if kind is not None and kind is not CancelledError:
                self._errors.append(error)
            if self._errors:
                raise BaseExceptionGroup('unhandled errors in a TaskGroup', self._errors) from None
        finally:
            # The traceback would hold the group, and it the errors.
            kind = error = trace = cancelled = self._errors = None

    async def _wait_for_all(self, cancelled):
        """Wait until no task is left. Returns the CancelledError to raise after that, if any."""
        while self._tasks:
            if self._all_done is None:
                self._all_done = self._loop.create_future()
            try:
                await self._all_done
            except CancelledError as error:
                if not self._aborting:
                    # Not by us: the parent is being cancelled.
                    cancelled = error
                    self._abort()
            self._all_done = None
        return cancelled

    def create_task(self, coro, *, name=None, context=None):
        """Let the group have a task for a coroutine."""
        if not self._entered:
            raise RuntimeError(f'TaskGroup {self!r} has not been entered')
        if self._exiting and not self._tasks:
            raise RuntimeError(f'TaskGroup {self!r} is finished')
        if self._aborting:
            raise RuntimeError(f'TaskGroup {self!r} is shutting down')
        if context is None:
            task = self._loop.create_task(coro)
        else:
            task = self._loop.create_task(coro, context=context)
        tasks.set_name(task, name)
        if task.done():
            self._ended(task)
        else:
            self._tasks.add(task)
            task.add_done_callback(self._ended)
        return task

    def _abort(self):
        self._aborting = True
        for task in self._tasks:
            if not task.done():
                task.cancel()

    def _ended(self, task):
        self._tasks.discard(task)
        if self._all_done is not None and not self._tasks and not self._all_done.done():
            self._all_done.set_result(True)
        if task.cancelled() or (error := task.exception()) is None:
            return
        self._errors.append(error)
        if isinstance(error, (SystemExit, KeyboardInterrupt)) and self._stop is None:
            self._stop = error
        if self._parent.done():
            self._loop.call_exception_handler({
                'message': f'Task {task!r} has errored out but its parent task {self._parent} is '
                           'already completed', 'exception': error, 'task': task})
        elif not self._aborting and not self._parent_cancel_requested:
            # The parent may be anywhere in its block: cancel what it awaits, and note that it
            # was us, so that __aexit__ can take it back.
            self._abort()
            self._parent_cancel_requested = True
            self._parent.cancel()
