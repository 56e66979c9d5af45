"""More handlers for logging: files that are replaced when they grow or a time has passed, queues,
buffers and sockets."""

import copy
import logging
import os
import queue
import re
import socket
import struct
import threading
import time

DEFAULT_TCP_LOGGING_PORT = 9020
DEFAULT_UDP_LOGGING_PORT = 9021


# --- Files ---

class BaseRotatingHandler(logging.FileHandler):
    """A file that is replaced by a new one when shouldRollover() says so.

    A `namer` may give the old files other names, a `rotator` may do something else than rename.
    """

    namer = rotator = None

    def __init__(self, filename, mode, encoding=None, delay=False, errors=None):
        super().__init__(filename, mode, encoding, delay, errors)

    def emit(self, record):
        try:
            if self.shouldRollover(record):
                self.doRollover()
            super().emit(record)
        except Exception:
            self.handleError(record)

    def rotation_filename(self, default_name):
        return self.namer(default_name) if callable(self.namer) else default_name

    def rotate(self, source, dest):
        if callable(self.rotator):
            self.rotator(source, dest)
        elif os.path.exists(source):
            os.rename(source, dest)

    def _put_away(self, name):
        """Move the current file to that name."""
        if self.stream:
            self.stream.close()
            self.stream = None
        if os.path.exists(name):
            os.remove(name)
        self.rotate(self.baseFilename, name)


class RotatingFileHandler(BaseRotatingHandler):
    """A new file when one would get larger than maxBytes; the old ones are file.1, file.2, ..."""

    def __init__(self, filename, mode='a', maxBytes=0, backupCount=0, encoding=None, delay=False,
                 errors=None):
        super().__init__(filename, 'a' if maxBytes > 0 else mode, encoding, delay, errors)
        self.maxBytes, self.backupCount = maxBytes, backupCount

    def _backup(self, number):
        return self.rotation_filename(f'{self.baseFilename}.{number}')

    def doRollover(self):
        if self.stream:
            self.stream.close()
            self.stream = None
        if self.backupCount > 0:
            for number in range(self.backupCount - 1, 0, -1):
                if os.path.exists(self._backup(number)):
                    os.replace(self._backup(number), self._backup(number + 1))
            self._put_away(self._backup(1))
        if not self.delay:
            self.stream = self._open()

    def shouldRollover(self, record):
        if os.path.exists(self.baseFilename) and not os.path.isfile(self.baseFilename):
            return False        # /dev/null, say.
        if self.stream is None:
            self.stream = self._open()
        if self.maxBytes <= 0:
            return False
        line = self.format(record) + self.terminator
        self.stream.seek(0, 2)
        return self.stream.tell() + len(line) >= self.maxBytes


class TimedRotatingFileHandler(BaseRotatingHandler):
    """A new file each second, minute, hour, day (S, M, H, D), at midnight, or on a weekday (W0 is
    Monday). The old ones have their time at the end of their name."""

    _DAY = 24 * 60 * 60
    # Unit: its seconds, the format of the time, and how to know a time in a name.
    _UNITS = {'S': (1, '%Y-%m-%d_%H-%M-%S', r'\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d'),
              'M': (60, '%Y-%m-%d_%H-%M', r'\d{4}-\d\d-\d\d_\d\d-\d\d'),
              'H': (3600, '%Y-%m-%d_%H', r'\d{4}-\d\d-\d\d_\d\d'),
              'D': (_DAY, '%Y-%m-%d', r'\d{4}-\d\d-\d\d'),
              'MIDNIGHT': (_DAY, '%Y-%m-%d', r'\d{4}-\d\d-\d\d'),
              'W': (7 * _DAY, '%Y-%m-%d', r'\d{4}-\d\d-\d\d')}

    def __init__(self, filename, when='h', interval=1, backupCount=0, encoding=None, delay=False,
                 utc=False, atTime=None, errors=None):
        super().__init__(filename, 'a', encoding, delay, errors)
        self.when, self.backupCount, self.utc, self.atTime = when.upper(), backupCount, utc, atTime
        unit = self.when
        if unit[:1] == 'W':
            if len(unit) != 2:
                raise ValueError('You must specify a day for weekly rollover from 0 to 6 (0 is '
                                 f'Monday): {unit}')
            if not '0' <= unit[1] <= '6':
                raise ValueError(f'Invalid day specified for weekly rollover: {unit}')
            self.dayOfWeek, unit = int(unit[1]), 'W'
        if unit not in self._UNITS:
            raise ValueError(f'Invalid rollover interval specified: {self.when}')
        seconds, self.suffix, self._time_pattern = self._UNITS[unit]
        self.extMatch = re.compile(rf'^{self._time_pattern}(\.\w+)?$', re.ASCII)
        self.interval = seconds * interval
        exists = os.path.exists(self.baseFilename)
        self.rolloverAt = self.computeRollover(
            int(os.stat(self.baseFilename).st_mtime if exists else time.time()))

    def _time(self, seconds):
        return time.gmtime(seconds) if self.utc else time.localtime(seconds)

    def computeRollover(self, currentTime):
        """When the next file is due."""
        if self.when != 'MIDNIGHT' and self.when[0] != 'W':
            return currentTime + self.interval
        now = self._time(currentTime)
        at = self.atTime
        due = self._DAY if at is None else (at.hour * 60 + at.minute) * 60 + at.second
        rest = due - ((now.tm_hour * 60 + now.tm_min) * 60 + now.tm_sec)
        weekday = now.tm_wday
        if rest <= 0:
            rest += self._DAY
            weekday = (weekday + 1) % 7
        result = currentTime + rest
        if self.when[0] == 'W':
            days = (self.dayOfWeek - weekday) % 7
            result += days * self._DAY
        return self._same_hour(currentTime, result)

    def _same_hour(self, before, after):
        """`after`, moved by the hour that daylight saving has added or taken between the two."""
        if self.utc:
            return after
        change = time.localtime(after).tm_isdst - time.localtime(before).tm_isdst
        return after - 3600 * change

    def shouldRollover(self, record):
        if time.time() < self.rolloverAt:
            return False
        if os.path.exists(self.baseFilename) and not os.path.isfile(self.baseFilename):
            self.rolloverAt = self.computeRollover(int(time.time()))
            return False
        return True

    def getFilesToDelete(self):
        """The oldest files, beyond backupCount."""
        folder, base = os.path.split(self.baseFilename)
        found = []
        for name in os.listdir(folder):
            # What the name would be with a time that is in it, anywhere.
            for match in re.finditer(rf'(?=({self._time_pattern}))', name, re.ASCII):
                whole = self.rotation_filename(f'{self.baseFilename}.{match[1]}')
                if name == os.path.basename(whole) or self.namer is None and \
                        self.extMatch.match(name.removeprefix(base + '.')):
                    found.append(os.path.join(folder, name))
                    break
        found.sort()
        return found[:max(len(found) - self.backupCount, 0)]

    def doRollover(self):
        now = int(time.time())
        began = self._same_hour(now, self.rolloverAt - self.interval)
        stamp = time.strftime(self.suffix, self._time(began))
        self._put_away(self.rotation_filename(f'{self.baseFilename}.{stamp}'))
        if self.backupCount > 0:
            for name in self.getFilesToDelete():
                os.remove(name)
        if not self.delay:
            self.stream = self._open()
        due = self.computeRollover(now)
        while due <= now:
            due += self.interval
        self.rolloverAt = due


class WatchedFileHandler(logging.FileHandler):
    """A file that is opened again when somebody has moved it away."""

    def __init__(self, filename, mode='a', encoding=None, delay=False, errors=None):
        super().__init__(filename, mode, encoding, delay, errors)
        self._remember()

    def _remember(self):
        self._which = None
        if self.stream:
            found = os.fstat(self.stream.fileno())
            self._which = found.st_dev, found.st_ino

    def reopenIfNeeded(self):
        try:
            found = os.stat(self.baseFilename)
            which = found.st_dev, found.st_ino
        except FileNotFoundError:
            which = None
        if self.stream is not None and which != self._which:
            self.stream.flush()
            self.stream.close()
            self.stream = self._open()
            self._remember()

    def emit(self, record):
        self.reopenIfNeeded()
        super().emit(record)
        if self._which is None:
            self._remember()


# --- Sockets ---

class SocketHandler(logging.Handler):
    """Sends records, pickled, to a server over TCP. While there is none, it drops them, and tries to
    connect again after ever longer pauses."""

    def __init__(self, host, port):
        super().__init__()
        self.host, self.port = host, port
        self.address = host if port is None else (host, port)
        self.sock = None
        self.closeOnError = False
        self.retryTime = self.retryPeriod = None
        self.retryStart, self.retryMax, self.retryFactor = 1.0, 30.0, 2.0

    def makeSocket(self, timeout=1):
        if self.port is not None:
            return socket.create_connection(self.address, timeout=timeout)
        result = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        result.settimeout(timeout)
        try:
            result.connect(self.address)
        except OSError:
            result.close()
            raise
        return result

    def createSocket(self):
        now = time.time()
        if self.retryTime is not None and now < self.retryTime:
            return
        try:
            self.sock = self.makeSocket()
            self.retryTime = None
        except OSError:
            if self.retryTime is None:
                self.retryPeriod = self.retryStart
            else:
                self.retryPeriod = min(self.retryPeriod * self.retryFactor, self.retryMax)
            self.retryTime = now + self.retryPeriod

    def send(self, s):
        if self.sock is None:
            self.createSocket()
        if self.sock:
            try:
                self.sock.sendall(s)
            except OSError:
                self.sock.close()
                self.sock = None

    def makePickle(self, record):
        """The record's length in four bytes, and its attributes. Only text stands for objects."""
        import pickle
        if record.exc_info:
            self.format(record)
        values = record.__dict__ | {'msg': record.getMessage(), 'args': None, 'exc_info': None}
        values.pop('message', None)
        data = pickle.dumps(values, 1)
        return struct.pack('>L', len(data)) + data

    def handleError(self, record):
        if self.closeOnError and self.sock:
            self.sock.close()
            self.sock = None
        else:
            super().handleError(record)

    def emit(self, record):
        try:
            self.send(self.makePickle(record))
        except Exception:
            self.handleError(record)

    def close(self):
        self.acquire()
        try:
            if self.sock:
                sock, self.sock = self.sock, None
                sock.close()
            super().close()
        finally:
            self.release()


class DatagramHandler(SocketHandler):
    """The same over UDP."""

    def makeSocket(self):
        return socket.socket(socket.AF_UNIX if self.port is None else socket.AF_INET,
                             socket.SOCK_DGRAM)

    def send(self, s):
        if self.sock is None:
            self.createSocket()
        self.sock.sendto(s, self.address)


# --- Buffers ---

class BufferingHandler(logging.Handler):
    """Keeps records until there are `capacity` of them."""

    def __init__(self, capacity):
        super().__init__()
        self.capacity, self.buffer = capacity, []

    def shouldFlush(self, record):
        return len(self.buffer) >= self.capacity

    def emit(self, record):
        self.buffer.append(record)
        if self.shouldFlush(record):
            self.flush()

    def flush(self):
        self.acquire()
        try:
            self.buffer.clear()
        finally:
            self.release()

    def close(self):
        try:
            self.flush()
        finally:
            super().close()


class MemoryHandler(BufferingHandler):
    """Hands what it has kept to its target, when there are enough or an important one comes."""

    def __init__(self, capacity, flushLevel=logging.ERROR, target=None, flushOnClose=True):
        super().__init__(capacity)
        self.flushLevel, self.target, self.flushOnClose = flushLevel, target, flushOnClose

    def shouldFlush(self, record):
        return super().shouldFlush(record) or record.levelno >= self.flushLevel

    def setTarget(self, target):
        self.acquire()
        try:
            self.target = target
        finally:
            self.release()

    def flush(self):
        self.acquire()
        try:
            if self.target:
                for record in self.buffer:
                    self.target.handle(record)
                self.buffer.clear()
        finally:
            self.release()

    def close(self):
        try:
            if self.flushOnClose:
                self.flush()
        finally:
            self.acquire()
            try:
                self.target = None
                super().close()
            finally:
                self.release()


# --- Queues ---

class QueueHandler(logging.Handler):
    """Puts records into a queue, for a QueueListener in another thread, or in another process."""

    def __init__(self, queue):
        super().__init__()
        self.queue = queue

    def enqueue(self, record):
        self.queue.put_nowait(record)

    def prepare(self, record):
        """A record with text only, which can be pickled and does not change."""
        text = self.format(record)
        record = copy.copy(record)
        record.message = record.msg = text
        record.args = record.exc_info = record.exc_text = record.stack_info = None
        return record

    def emit(self, record):
        try:
            self.enqueue(self.prepare(record))
        except Exception:
            self.handleError(record)


class QueueListener:
    """A thread that hands the records from a queue to handlers."""

    _sentinel = None

    def __init__(self, queue, *handlers, respect_handler_level=False):
        self.queue, self.handlers = queue, handlers
        self.respect_handler_level = respect_handler_level
        self._thread = None

    def dequeue(self, block):
        return self.queue.get(block)

    def start(self):
        self._thread = threading.Thread(target=self._monitor, daemon=True)
        self._thread.start()

    def prepare(self, record):
        return record

    def handle(self, record):
        record = self.prepare(record)
        for handler in self.handlers:
            if not self.respect_handler_level or record.levelno >= handler.level:
                handler.handle(record)

    def _monitor(self):
        done = getattr(self.queue, 'task_done', lambda: None)
        while True:
            try:
                record = self.dequeue(True)
            except queue.Empty:
                break
            if record is not self._sentinel:
                self.handle(record)
            done()
            if record is self._sentinel:
                break

    def enqueue_sentinel(self):
        self.queue.put_nowait(self._sentinel)

    def stop(self):
        """Wait until all that is in the queue has been handled."""
        if self._thread:
            self.enqueue_sentinel()
            self._thread.join()
            self._thread = None
