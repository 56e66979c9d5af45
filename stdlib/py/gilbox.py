"""The lock of this program, seen from inside.

    import gilbox

    with gilbox.measure() as m:
        work()
    print(m)                        who held the lock in this block, who waited for whom

    gilbox.releases(f, *args)       does calling f give the lock up? is it faster on two threads?
    gilbox.stats()                  the same figures since the start
    gilbox.policy()                 which lock this is

    gilbox.trace.start()
    gilbox.mark('here')             a word in the picture
    gilbox.trace.stop('t.html')     a page with a timeline (.html), or a Chrome trace (.json)

Times are seconds where the name does not say otherwise; figures of statistics are milliseconds.
Counting starts with the import, or with the program when it runs under --stats or --timeline.
"""
import json
import os
import sys
import threading
import time
from collections import namedtuple

import _gilbox

__all__ = ['Policy', 'Releases', 'Stats', 'mark', 'measure', 'policy', 'releases', 'stats', 'trace']

Policy = namedtuple('Policy', 'name switch_interval check_interval checks counts_ticks')
Policy.__doc__ = 'Which lock there is, and how it is set.'


def policy():
    """The lock: its name, its intervals, and where it is looked at."""
    return Policy(*_gilbox.policy())


class Stats(dict):
    """Figures of the lock, as --stats=json gives them; printed, the table of --stats."""

    def __init__(self, snapshot):
        super().__init__(json.loads(snapshot.json()))
        self._table = snapshot.table()

    def thread(self, name):
        """The figures of the first thread of that name, or None."""
        for row in self['threads']:
            if row['name'] == name:
                return row
        return None

    def __str__(self):
        return self._table.rstrip('\n')


def stats():
    """What the threads have done with the lock since counting started."""
    return Stats(_gilbox.Snapshot())


class measure:
    """A context manager: what the threads did with the lock while its block ran.

    Afterwards it has `stats`, the figures of the block alone, and `seconds`, how long it took.
    """

    stats = None
    seconds = None

    def __enter__(self):
        self._before = _gilbox.Snapshot()
        self._start = time.perf_counter()
        return self

    def __exit__(self, *exception):
        self.seconds = time.perf_counter() - self._start
        after = _gilbox.Snapshot()
        after.subtract(self._before)
        self.stats = Stats(after)
        return False

    def __str__(self):
        return 'not measured yet' if self.stats is None else str(self.stats)


class Releases(namedtuple('Releases', 'by serial threaded speedup threads')):
    """What calling a function does with the lock; true if it gives the lock up.

    by: how often it did, by reason. serial: seconds for `threads` calls one after the other.
    threaded: for as many at once, a thread each. speedup: how many times as fast that is.
    """

    __slots__ = ()

    def __bool__(self):
        return bool(self.by)

    def __str__(self):
        by = ', '.join(f'{reason} {count}' for reason, count in self.by.items()) or 'never'
        short = ' (too short a call to tell)' if self.serial < 0.001 * self.threads else ''
        return (f'gives the lock up: {by}; {self.threads} calls take {self.serial:.3g} s in a row, '
                f'{self.threaded:.3g} s on {self.threads} threads: '
                f'{self.speedup:.2f} times as fast{short}')


def _own_releases(snapshot):
    own = _gilbox.thread_id()
    for row in json.loads(snapshot.json())['threads']:
        if row['id'] == own:
            return {reason: count for reason, count in row['released_by'].items()
                    if reason != 'eval'}
    return {}


def _call_at_once(function, threads):
    raised = []

    def call():
        try:
            function()
        except BaseException as error:
            raised.append(error)

    workers = [threading.Thread(target=call, name=f'releases-{i + 1}') for i in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if raised:
        raise raised[0]


def releases(function, *args, threads=2, **kwargs):
    """Does calling function(*args, **kwargs) give the lock up, and do threads gain from it?

    The function is called 1 + 2 * threads times. What it raises is raised.
    """
    if threads < 1:
        raise ValueError('threads must be at least 1')

    def call():
        function(*args, **kwargs)

    before = _gilbox.Snapshot()
    call()
    after = _gilbox.Snapshot()
    after.subtract(before)
    start = time.perf_counter()
    for _ in range(threads):
        call()
    serial = time.perf_counter() - start
    start = time.perf_counter()
    _call_at_once(call, threads)
    threaded = time.perf_counter() - start
    return Releases(_own_releases(after), serial, threaded, serial / max(threaded, 1e-9), threads)


def mark(text):
    """Write a word into the trace, at this moment and line. Without a trace: nothing."""
    _gilbox.mark(str(text).encode(errors='replace').decode())


def _source(file):
    try:
        with open(file, encoding='utf-8', errors='replace') as source:
            return source.read(1 << 20)
    except (OSError, ValueError):
        return None


class _Trace:
    """The trace of this program: gilbox.trace."""

    def start(self, events=1 << 18):
        """Start, keeping the latest events of each thread. A trace that runs starts anew."""
        _gilbox.trace_start(events)

    def stop(self, file=None):
        """End it, and write it into the file, if there is one."""
        _gilbox.trace_stop()
        if file is not None:
            self.save(file)

    @property
    def running(self):
        """Is there a trace?"""
        return _gilbox.tracing()

    def save(self, file):
        """Write it: .html is a page for a browser, .json a Chrome trace for Perfetto."""
        name = os.fspath(file)
        kind = 'page' if name.endswith(('.html', '.htm')) else 'chrome'
        title = sys.argv[0] if sys.argv and sys.argv[0] else 'gilbox'
        sources = {}
        if kind == 'page':
            texts = {path: _source(path) for path in _gilbox.trace_files()}
            sources = {path: text for path, text in texts.items() if text is not None}
        text = _gilbox.trace_text(kind, title, sources, 80, False)
        with open(name, 'w', encoding='utf-8') as output:
            output.write(text)

    def text(self, columns=80, ascii=False):
        """The timeline as lines of text."""
        return _gilbox.trace_text('text', '', {}, columns, ascii)


trace = _Trace()
_gilbox.Snapshot()  # From now on it is counted.
