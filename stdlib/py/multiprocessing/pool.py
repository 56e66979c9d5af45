"""Worker processes, and calls spread over them.

Each worker has a pipe for tasks and one for results, of its own: no lock is shared, so one that is
killed harms nobody else. A thread of the parent, the keeper, hands the next task to whichever
worker is free, collects results, and notices (by the end of its pipe) that a worker has died: what
it was working on fails with WorkerDied, and another worker takes its place. Tasks that take next to
no time are handed out two at a time, so that no worker waits for the keeper.
"""

import collections
import itertools
import operator
import os
import pickle
import threading
import time
import traceback
import types
import weakref
from _multiprocessing import ready, receive, send
from _pickle import _dumps_by

from . import TimeoutError, connection, get_context, util
from .context import ProcessError

__all__ = ['Pool', 'ThreadPool', 'WorkerDied']

INIT, RUN, CLOSE, TERMINATE = 'INIT', 'RUN', 'CLOSE', 'TERMINATE'
_SHORT_S = 0.001    # What counts as next to no time,
_SHORT_SIZE = 4096  # and as a task that a pipe has room for.
_loads = pickle.loads
_job_numbers = itertools.count()


class WorkerDied(ProcessError):
    """The process that worked on a task ended before it had a result."""


# --- Errors that travel ---

class RemoteTraceback(Exception):
    def __init__(self, text):
        self.tb = text

    def __str__(self):
        return self.tb


class ExceptionWithTraceback:
    """An exception, and the text of where it was raised in the worker."""

    def __init__(self, error, tb):
        text = ''.join(traceback.format_exception(type(error), error, tb))
        error.__traceback__ = None
        self.exc, self.tb = error, f'\n"""\n{text}"""'

    def __reduce__(self):
        return rebuild_exc, (self.exc, self.tb)


def rebuild_exc(exc, tb):
    exc.__cause__ = RemoteTraceback(tb)
    return exc


class MaybeEncodingError(Exception):
    """A result that can't be pickled."""

    def __init__(self, exc, value):
        self.exc, self.value = repr(exc), repr(value)
        super().__init__(self.exc, self.value)

    def __str__(self):
        return f"Error sending result: '{self.value}'. Reason: '{self.exc}'"

    def __repr__(self):
        return f'<{type(self).__name__}: {self}>'


# --- In the worker ---

def mapstar(args):
    return list(map(*args))


def starmapstar(args):
    return list(itertools.starmap(args[0], args[1]))


def _run_task(func, args, kwargs):
    try:
        return True, func(*args, **kwargs)
    except Exception as error:
        if func is not _fail:
            error = ExceptionWithTraceback(error, error.__traceback__)
        return False, error


def _decode_result(data):
    try:
        return _loads(data)
    except BaseException as error:    # In the keeper, which must go on.
        return False, error


def _encode_result(done):
    try:
        return _dumps_by(done, connection._reducers)
    except Exception as error:
        return _dumps_by((False, MaybeEncodingError(error, done[1])), connection._reducers)


def worker(tasks, results, initializer=None, initargs=(), maxtasks=None):
    """A worker's life: tasks until there are no more, or it has done its share."""
    if maxtasks is not None and not (isinstance(maxtasks, int) and maxtasks >= 1):
        raise AssertionError(f'Maxtasks {maxtasks!r} is not valid')
    if initializer is not None:
        initializer(*initargs)
    done = 0
    reads, writes = tasks.fileno(), results.fileno()
    while maxtasks is None or done < maxtasks:
        try:
            data = receive(reads)
        except (EOFError, OSError, KeyboardInterrupt):
            break
        if not data:
            break
        try:
            task = _loads(data)
        except Exception as error:
            outcome = False, ExceptionWithTraceback(error, error.__traceback__)
        else:
            outcome = _run_task(*task)
        try:
            send(writes, _encode_result(outcome))
        except BrokenPipeError:
            break
        done += 1
        data = task = outcome = None


def _fail(error):
    """For iterables that raise: the error takes the place of a task's."""
    raise error


# --- Workers, as the parent sees them ---

class _Worker:
    """A process and its two pipes, with what it has been given and not answered. Programs that
    look into a pool find here what a Process has."""

    def __init__(self, pool):
        reads_tasks, self.tasks = connection.Pipe(duplex=False)
        self.results, writes_results = connection.Pipe(duplex=False)
        self.given = collections.deque()
        self.left = pool._maxtasksperchild
        self.started = 0.0
        self.reader = self.results.fileno()
        try:
            self.process = pool.Process(pool._ctx, target=worker,
                                        args=(reads_tasks, writes_results, pool._initializer,
                                              pool._initargs, pool._maxtasksperchild))
            self.process.name = self.process.name.replace('Process', 'PoolWorker')
            self.process.daemon = True
            self.process.start()
        except BaseException:
            self.close()
            raise
        finally:
            reads_tasks.close()
            writes_results.close()

    def __getattr__(self, name):
        return getattr(self.process, name)

    def give(self, task):
        """0 or more tasks lie before it."""
        if not self.given:
            self.started = time.monotonic()
        self.given.append(task)
        if self.left is not None:
            self.left -= 1
        try:
            send(self.tasks.fileno(), task.data)
        except OSError:
            pass    # It has died: its end will be noticed.

    def take(self):
        """The next result: (task, its pickle, seconds it took). EOFError when it has ended."""
        data = receive(self.reader)
        task = self.given.popleft()
        now = time.monotonic()
        elapsed, self.started = now - self.started, now
        return task, data, elapsed

    def close(self):
        self.tasks.close()
        self.results.close()


class _Task:
    """A call that is to be made: of a job, the index-th."""

    __slots__ = 'job', 'index', 'call', 'data'

    def __init__(self, job, index, call):
        self.job, self.index, self.call = job, index, call
        self.data = None


# --- Results ---

class ApplyResult:
    """What apply_async gives: a result to come."""

    def __init__(self, pool, callback, error_callback):
        self._pool = pool
        self._event = threading.Event()
        self._job = next(_job_numbers)
        self._callback, self._error_callback = callback, error_callback
        self._success = self._value = None
        pool._cache[self._job] = self

    def ready(self):
        """Is it there?"""
        return self._event.is_set()

    def successful(self):
        """Did the call not raise? It must be ready."""
        if not self.ready():
            raise ValueError(f'{self!r} not ready')
        return self._success

    def wait(self, timeout=None):
        self._event.wait(timeout)

    def get(self, timeout=None):
        """The result, or the exception raised."""
        self.wait(timeout)
        if not self.ready():
            raise TimeoutError
        if self._success:
            return self._value
        raise self._value

    def _finish(self):
        callback = self._callback if self._success else self._error_callback
        try:
            if callback:
                callback(self._value)
        except BaseException:    # It must not end the thread that serves all calls.
            traceback.print_exc()
        self._event.set()
        self._pool._cache.pop(self._job, None)
        self._pool = None

    def _set(self, index, success, value):
        self._success, self._value = success, value
        self._finish()

    def __class_getitem__(cls, item):
        return types.GenericAlias(cls, item)


AsyncResult = ApplyResult


class MapResult(ApplyResult):
    """A list of results to come, a chunk at a time. The first error stands for all."""

    def __init__(self, pool, chunksize, length, callback, error_callback):
        super().__init__(pool, callback, error_callback)
        self._success = True
        self._value = [None] * length
        self._chunksize = chunksize
        self._chunks_left = -(-length // chunksize) if chunksize > 0 else 0
        if self._chunks_left == 0:
            self._event.set()
            pool._cache.pop(self._job, None)

    def _set(self, index, success, value):
        self._chunks_left -= 1
        if success and self._success:
            self._value[index * self._chunksize:(index + 1) * self._chunksize] = value
        elif not success and self._success:
            self._success, self._value = False, value
        if self._chunks_left == 0:
            self._finish()


class IMapIterator:
    """Results in the order of the arguments."""

    def __init__(self, pool):
        self._pool = pool
        self._cond = threading.Condition(threading.Lock())
        self._job = next(_job_numbers)
        self._items = collections.deque()
        self._early = {}
        self._index = 0
        self._length = None
        pool._cache[self._job] = self

    def __iter__(self):
        return self

    def next(self, timeout=None):
        with self._cond:
            if not self._items and not self._is_over():
                self._cond.wait_for(lambda: self._items or self._is_over(), timeout)
            if self._items:
                success, value = self._items.popleft()
            elif self._is_over():
                self._pool = None
                raise StopIteration
            else:
                raise TimeoutError
        if success:
            return value
        raise value

    __next__ = next

    def _is_over(self):
        return self._index == self._length

    def _arrange(self, index, item):
        """Put an item where next() finds it, with those that waited for it."""
        self._early[index] = item
        while self._index in self._early:
            self._items.append(self._early.pop(self._index))
            self._index += 1

    def _set(self, index, success, value):
        with self._cond:
            self._arrange(index, (success, value))
            self._cond.notify()
            self._forget_if_over()

    def _set_length(self, length):
        with self._cond:
            self._length = length
            self._cond.notify()
            self._forget_if_over()

    def _forget_if_over(self):
        if self._is_over() and self._pool is not None:
            self._pool._cache.pop(self._job, None)


class IMapUnorderedIterator(IMapIterator):
    """Results as they come."""

    def _arrange(self, index, item):
        self._items.append(item)
        self._index += 1


# --- The pool ---

class Pool:
    """Worker processes that make calls for the program."""

    _wrap_exception = True

    @staticmethod
    def Process(ctx, *args, **kwargs):
        return ctx.Process(*args, **kwargs)

    def __init__(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None,
                 context=None):
        self._pool = []
        self._state = INIT
        self._ctx = context or get_context()
        self._cache = {}
        if processes is None:
            processes = os.cpu_count() or 1
        if processes < 1:
            raise ValueError('Number of processes must be at least 1')
        if maxtasksperchild is not None and (not isinstance(maxtasksperchild, int)
                                             or maxtasksperchild <= 0):
            raise ValueError('maxtasksperchild must be a positive int or None')
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        self._processes = operator.index(processes)
        self._initializer, self._initargs = initializer, initargs
        self._maxtasksperchild = maxtasksperchild
        self._waiting = collections.deque()     # tasks, and iterators of them
        self._prepared = collections.deque()    # tasks that come before those, pickled
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)     # there is room for tasks, or work
        self._outcomes = collections.deque()    # of tasks, to be told without the lock
        self._usual_s = 1.0                     # how long a task takes
        self._looked = time.monotonic()         # for dead workers
        self._start()
        self._terminate = util.Finalize(self, _end, args=(weakref.ref(self), self._wake),
                                        exitpriority=15)

    def _start(self):
        self._keeper_sleeps = False
        wake_reads, self._wake = connection.Pipe(duplex=False)
        try:
            while len(self._pool) < self._processes:
                self._pool.append(self._new_worker())
        except BaseException:
            for one in self._pool:
                one.process.terminate()
                one.process.join()
                one.close()
            raise
        self._keeper = threading.Thread(target=_keep, name='PoolKeeper', daemon=True,
                                        args=(weakref.ref(self), self._pool, wake_reads))
        self._state = RUN
        self._keeper.start()

    def _new_worker(self):
        return _Worker(self)

    def __repr__(self):
        return (f'<{type(self).__module__}.{type(self).__qualname__} state={self._state} '
                f'pool_size={len(self._pool)}>')

    def __del__(self):
        if getattr(self, '_state', None) == RUN:
            import warnings
            warnings.warn(f'unclosed running multiprocessing pool {self!r}', ResourceWarning,
                          source=self)

    def __enter__(self):
        self._check_running()
        return self

    def __exit__(self, *args):
        self.terminate()

    def __reduce__(self):
        raise NotImplementedError('pool objects cannot be passed between processes or pickled')

    def _check_running(self):
        if self._state != RUN:
            raise ValueError('Pool not running')

    # --- Calls ---

    def apply(self, func, args=(), kwds={}):
        """func(*args, **kwds), by a worker."""
        return self.apply_async(func, args, kwds).get()

    def apply_async(self, func, args=(), kwds={}, callback=None, error_callback=None):
        """Likewise, without waiting: an AsyncResult."""
        self._check_running()
        result = ApplyResult(self, callback, error_callback)
        self._add(_Task(result, 0, (func, args, kwds)))
        return result

    def map(self, func, iterable, chunksize=None):
        """[func(item) for item in iterable], spread over the workers."""
        return self._map_async(func, iterable, mapstar, chunksize).get()

    def starmap(self, func, iterable, chunksize=None):
        """[func(*item) for item in iterable]"""
        return self._map_async(func, iterable, starmapstar, chunksize).get()

    def map_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        """map without waiting."""
        return self._map_async(func, iterable, mapstar, chunksize, callback, error_callback)

    def starmap_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        """starmap without waiting."""
        return self._map_async(func, iterable, starmapstar, chunksize, callback, error_callback)

    def _map_async(self, func, iterable, mapper, chunksize=None, callback=None,
                   error_callback=None):
        self._check_running()
        items = iterable if hasattr(iterable, '__len__') else list(iterable)
        if chunksize is None:
            chunksize = -(-len(items) // (self._processes * 4)) if items else 0
        if chunksize < 1 and len(items):
            raise ValueError(f'Chunksize must be 1+, not {chunksize:n}')
        result = MapResult(self, chunksize, len(items), callback, error_callback)
        if len(items):
            self._add(_tasks_of(result, _chunk_calls(func, mapper, items, chunksize)))
        return result

    def imap(self, func, iterable, chunksize=1):
        """map as an iterator, that need not be read to the end."""
        return self._imap(IMapIterator, func, iterable, chunksize)

    def imap_unordered(self, func, iterable, chunksize=1):
        """imap, with results as they come."""
        return self._imap(IMapUnorderedIterator, func, iterable, chunksize)

    def _imap(self, kind, func, iterable, chunksize):
        self._check_running()
        if chunksize < 1:
            raise ValueError(f'Chunksize must be 1+, not {chunksize:n}')
        result = kind(self)
        calls = _single_calls(func, iterable) if chunksize == 1 else \
            _chunk_calls(func, mapstar, iterable, chunksize)
        tasks = _tasks_of(result, calls)
        if isinstance(iterable, (list, tuple, range, str, bytes)):
            self._add(tasks)
        else:    # It may take its time for each.
            threading.Thread(target=self._feed, args=(tasks,), name='PoolFeeder',
                             daemon=True).start()
        return result if chunksize == 1 else (item for chunk in result for item in chunk)

    def _add(self, task):
        with self._lock:
            self._waiting.append(task)
            self._hand_out()
        self._tell_outcomes()

    def _feed(self, tasks):
        """Add tasks as they come, a few ahead of what the workers take."""
        for task in tasks:
            with self._lock:
                while len(self._waiting) > 2 * self._processes and self._state == RUN:
                    self._changed.wait()
                if self._state == TERMINATE:
                    return
            self._add(task)

    # --- Handing out: with the lock held ---

    def _hand_out(self):
        """Give every worker that is free a task; a second one if tasks are short."""
        deepest = 2 if self._usual_s < _SHORT_S else 1
        for depth in range(deepest):
            for one in self._pool:
                if len(one.given) != depth or one.left == 0:
                    continue
                task = self._next_task()
                if task is None:
                    return
                if depth and len(task.data) > _SHORT_SIZE:
                    self._prepared.appendleft(task)
                    return
                one.give(task)
                self._wake_keeper()

    def _next_task(self):
        return self._prepared.popleft() if self._prepared else self._prepare()

    def _prepare(self):
        """The next task, pickled; those that can't be pickled fail here."""
        while self._waiting:
            first = self._waiting[0]
            task = self._waiting.popleft() if isinstance(first, _Task) else next(first, None)
            if task is None:
                self._waiting.popleft()
                continue
            try:
                task.data = _dumps_by(task.call, connection._reducers)
                task.call = None
                return task
            except Exception as error:
                self._settle(task, False, error)
        return None

    def _settle(self, task, success, value):
        self._outcomes.append((task, (success, value)))

    def _tell_outcomes(self):
        """Without the lock: unpickling and callbacks may do anything."""
        while True:
            try:
                task, outcome = self._outcomes.popleft()
            except IndexError:
                return
            if isinstance(outcome, bytes):
                outcome = _decode_result(outcome)
            if task.job._job in self._cache:
                task.job._set(task.index, *outcome)

    # --- What the keeper does ---

    def _wake_keeper(self):
        if self._keeper_sleeps:
            self._keeper_sleeps = False
            _ring(self._wake)

    def _plan(self):
        """What the keeper does next: (whose results it waits for, may it sleep, is there nothing to
        do), or None when all is done."""
        with self._lock:
            idle = not self._cache and not self._waiting
            if self._state == TERMINATE or self._state == CLOSE and idle:
                return None
            self._keeper_sleeps = True
            return {one.reader: one for one in self._pool}, not self._look_ahead(), idle

    def _serve(self, found):
        """These workers have an answer each, or have died."""
        with self._lock:
            self._keeper_sleeps = False
            for one in found:
                self._collect(one)
            if time.monotonic() - self._looked > 1.0:
                self._looked = time.monotonic()
                self._look_for_dead()
            self._hand_out()
            self._changed.notify_all()
        self._tell_outcomes()

    def _look_ahead(self):
        """Prepare one more task while the workers work: was there one to prepare?"""
        if len(self._prepared) >= len(self._pool):
            return False
        task = self._prepare()
        if task is not None:
            self._prepared.append(task)
        return task is not None

    def _collect(self, one):
        try:
            answer = one.take()
        except (EOFError, OSError, IndexError):
            answer = None
        if answer is None:
            self._replace(one)
            return
        task, data, elapsed = answer
        self._usual_s = 0.75 * self._usual_s + 0.25 * elapsed
        self._outcomes.append((task, data))

    def _look_for_dead(self):
        """Somebody else may hold the dead one's end of the pipe."""
        for one in list(self._pool):
            if one.process.exitcode is not None and not ready((one.reader,), 0):
                self._replace(one)

    def _replace(self, one):
        """A worker has ended: its task failed, those behind it go to others."""
        one.process.join()
        one.close()
        unasked = list(one.given)
        one.given.clear()
        if unasked and one.process.exitcode != 0 or len(unasked) > 1 or unasked and one.left != 0:
            code = one.process.exitcode
            task = unasked.pop(0)
            self._settle(task, False, WorkerDied(
                f'worker process {one.process.pid} died with exit code {code} while it ran a task'))
        self._prepared.extendleft(reversed(unasked))
        index = self._pool.index(one)
        del self._pool[index]
        if self._state == RUN or self._cache:
            try:
                self._pool.insert(index, self._new_worker())
            except OSError:
                if not self._pool:    # There is nobody left to do it.
                    self._fail_all(WorkerDied('no worker process could be started'))

    def _fail_all(self, error):
        for job in list(self._cache.values()):
            if isinstance(job, IMapIterator):
                job._set(job._index, False, error)
                job._set_length(job._index)
            else:
                job._success, job._value = False, error
                job._finish()
        self._waiting.clear()
        self._prepared.clear()

    # --- The end ---

    def close(self):
        """No more calls; the workers end when all are done."""
        with self._lock:
            if self._state == RUN:
                self._state = CLOSE
                self._wake_all()

    def terminate(self):
        """End the workers now."""
        self._terminate()

    def _terminate_pool(self):
        if self._state == TERMINATE:
            return
        with self._lock:
            self._state = TERMINATE
            self._wake_all()
        self._join_workers()
        self._cache.clear()
        self._waiting.clear()
        self._prepared.clear()

    def _wake_all(self):
        self._changed.notify_all()
        _ring(self._wake)

    def _join_workers(self):
        if threading.current_thread() is not self._keeper:
            self._keeper.join()
        self._wake.close()

    def join(self):
        """Wait until the workers have ended. close() or terminate() comes first."""
        if self._state == RUN:
            raise ValueError('Pool is still running')
        if self._state not in (CLOSE, TERMINATE):
            raise ValueError('In unknown state')
        if self._state == CLOSE:
            self._keeper.join()
            self._terminate()


# --- The keeper ---

def _keep(reference, workers, wake):
    """The keeper's life. While there is nothing to do, it does not hold the pool: one that the
    program has forgotten ends."""
    pool = reference()
    while pool is not None and (plan := pool._plan()) is not None:
        readers, may_sleep, idle = plan
        if idle:
            pool = None
        found = ready((wake.fileno(), *readers), 1.0 if may_sleep else 0)
        if wake.fileno() in found:
            found.remove(wake.fileno())
            os.read(wake.fileno(), 512)
        if idle:
            pool = reference()
        if pool is not None:
            pool._serve([readers[file] for file in found])
    _say_goodbye(workers, harshly=pool is not None and pool._state == TERMINATE)


def _ring(wake):
    try:
        os.write(wake.fileno(), b'!')
    except OSError:
        pass    # The keeper has gone.


def _end(reference, wake):
    """The program ends, or has forgotten its pool."""
    pool = reference()
    if pool is not None:
        pool._terminate_pool()
    else:
        _ring(wake)


def _say_goodbye(workers, harshly):
    """An empty message ends a worker that has nothing to do, as a program ends: what it has printed
    is not lost. One that is at work is not waited for if it is to end harshly."""
    for one in workers:
        if harshly and one.given:
            one.process.terminate()
        else:
            try:
                send(one.tasks.fileno(), b'')
            except OSError:
                pass
    for one in workers:
        one.process.join(5.0 if harshly else None)
        if one.process.exitcode is None:
            one.process.kill()
            one.process.join()
        one.close()


# --- Tasks ---

def _tasks_of(job, calls):
    """The tasks of a job, made when their turn comes."""
    index = -1
    try:
        for index, call in enumerate(calls):
            yield _Task(job, index, call)
    except Exception as error:
        yield _Task(job, index + 1, (_fail, (error,), {}))
        index += 1
    if isinstance(job, IMapIterator):
        job._set_length(index + 1)


def _single_calls(func, iterable):
    for item in iterable:
        yield func, (item,), {}


def _chunk_calls(func, mapper, iterable, chunksize):
    for chunk in _chunks(iterable, chunksize):
        yield mapper, ((func, chunk),), {}


def _chunks(iterable, size):
    if isinstance(iterable, (list, tuple, range)):
        for start in range(0, len(iterable), size):
            yield tuple(iterable[start:start + size])
    else:
        iterator = iter(iterable)
        while chunk := tuple(itertools.islice(iterator, size)):
            yield chunk


# --- Threads ---

class ThreadPool(Pool):
    """Likewise with threads: nothing is pickled."""

    _wrap_exception = False

    @staticmethod
    def Process(ctx, *args, **kwargs):
        from .dummy import Process
        return Process(*args, **kwargs)

    def __init__(self, processes=None, initializer=None, initargs=()):
        super().__init__(processes, initializer, initargs)

    def _start(self):
        self._wake = None
        for _ in range(self._processes):
            one = self.Process(self._ctx, target=self._work)
            one.name = one.name.replace('Process', 'PoolWorker')
            one.daemon = True
            self._pool.append(one)
        self._state = RUN
        for one in self._pool:
            one.start()

    def _work(self):
        if self._initializer is not None:
            self._initializer(*self._initargs)
        while (task := self._wait_for_task()) is not None:
            self._settle(task, *self._call(*task.call))
            task = None
            self._tell_outcomes()
            if self._state == CLOSE:
                with self._lock:
                    self._changed.notify_all()

    @staticmethod
    def _call(func, args, kwargs):
        try:
            return True, func(*args, **kwargs)
        except Exception as error:
            return False, error

    def _wait_for_task(self):
        with self._lock:
            while self._state != TERMINATE:
                task = self._next_task()
                if task is not None:
                    self._changed.notify_all()
                    return task
                if self._state == CLOSE and not self._cache:
                    break
                self._changed.wait()
        return None

    def _prepare(self):
        while self._waiting:
            first = self._waiting[0]
            task = self._waiting.popleft() if isinstance(first, _Task) else next(first, None)
            if task is not None:
                return task
            self._waiting.popleft()
        return None

    def _hand_out(self):
        self._changed.notify_all()

    def _wake_all(self):
        self._changed.notify_all()

    def _join_workers(self):
        for one in self._pool:
            if one is not threading.current_thread():
                one.join()

    def join(self):
        if self._state == RUN:
            raise ValueError('Pool is still running')
        self._join_workers()
