"""Settings to run a script under, and what comes of each run."""

import json
import os
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time


class Setting:
    """A way to run a script: a name for the table, and the words before the script's."""

    def __init__(self, name, words, reports=True):
        self.name = name
        self.words = words
        self.reports = reports      # it is a gilbox, and can tell what its lock did
        self.runs = []

    @classmethod
    def of_gilbox(cls, name, options):
        return cls(name, [sys.executable, *options])

    def median(self, what):
        """The median of a figure over the runs that have it, or None."""
        values = [value for run in self.runs if (value := getattr(run, what)) is not None]
        return statistics.median(values) if values else None

    def spread(self, what):
        """How far the runs lie apart: half the range, as a part of the median. None of one run."""
        values = [value for run in self.runs if (value := getattr(run, what)) is not None]
        if len(values) < 2:
            return None
        middle = statistics.median(values)
        return (max(values) - min(values)) / 2 / middle if middle else 0.0

    @property
    def timed_out(self):
        return any(run.timed_out for run in self.runs)

    @property
    def failure(self):
        """The first thing that went wrong, in a word or two, or None."""
        return next((run.failure for run in self.runs if run.failure), None)


class Run:
    """What one run printed and used. Times are in seconds."""

    def __init__(self, wall, cpu, status, output, errors, timed_out=False):
        self.wall = wall
        self.cpu = cpu
        self.status = status
        self.output = output
        self.timed_out = timed_out
        self.errors, self.stats = split_report(errors)
        if self.stats and self.stats.get('machine') == 'virtual':
            self.wall = self.stats['elapsed_ms'] / 1000
            self.cpu = None

    @property
    def failure(self):
        if self.timed_out:
            return 'timeout'
        if self.status < 0:
            return signal.Signals(-self.status).name
        return f'exit {self.status}' if self.status else None

    @property
    def total(self):
        """The counts of all threads of all processes."""
        return self.stats.get('all') or self.stats['total']

    def event(self, name):
        """How often something happened to the lock, or None where nobody counted."""
        return self.total['events'].get(name) if self.stats else None

    @property
    def switches(self):
        return self.event('switch')

    @property
    def checks(self):
        return self.event('check')

    @property
    def failed_wakes(self):
        return self.event('retry')

    @property
    def waited(self):
        return self.total['waited_ms'] / 1000 if self.stats else None

    @property
    def longest_wait(self):
        return self.total['waits']['max_ms'] / 1000 if self.stats else None


def split_report(errors):
    """The script's own standard error, and the lock's report, which is the end of it."""
    place = errors.rfind('{"policy":')
    if place >= 0 and (place == 0 or errors[place - 1] == '\n'):
        try:
            return errors[:place], json.loads(errors[place:])
        except ValueError:
            pass
    return errors, None


def measure(setting, script, timeout=None, extra=(), folder=None):
    """Run a script, a list of words, once under a setting, in a folder other than this one if that is
    given; the Run is also added to setting.runs."""
    words = [*setting.words, *(['--stats=json'] if setting.reports else []), *extra, *script]
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        child = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=output, stderr=errors,
                                 cwd=folder, start_new_session=True)
        timed_out = not ends(child, timeout)
        wall = time.perf_counter() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        run = Run(wall, cpu, child.returncode, text_of(output), text_of(errors), timed_out)
    setting.runs.append(run)
    return run


def ends(child, timeout):
    """Does the child end in time? If not it is killed, with all that it has started; also when we
    are interrupted. (Popen.wait(timeout) looks now and then, which is no way to take the time.)"""
    late = threading.Event()

    def end_it():
        late.set()
        kill_group(child)

    timer = threading.Timer(timeout, end_it) if timeout else None
    try:
        if timer:
            timer.start()
        child.wait()
    except BaseException:
        kill_group(child)
        child.wait()
        raise
    finally:
        if timer:
            timer.cancel()
    return not late.is_set()


def kill_group(child):
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def text_of(file):
    file.seek(0)
    return file.read().decode('utf-8', 'replace')


def interleave(rows, count, timeout, progress):
    """Run each (setting, script) count times, in turns, so that a disturbance of the machine meets
    all of them. A setting that once ran out of time is not tried again."""
    for _ in range(count):
        for setting, script in rows:
            progress.step(setting.name)
            if not setting.timed_out:
                measure(setting, script, timeout)
