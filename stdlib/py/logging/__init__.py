"""Logging: what a program reports of itself, and where that goes.

A Logger makes a LogRecord of each message that its level lets through. The handlers of the logger
and of those above it in the tree of dotted names write the record, each with its Formatter.
"""

import io
import os
import sys
import threading
import time
import traceback
import warnings
import weakref
from collections.abc import Mapping
from string import Formatter as StrFormatter, Template

__all__ = ['BASIC_FORMAT', 'BufferingFormatter', 'CRITICAL', 'DEBUG', 'ERROR', 'FATAL',
           'FileHandler', 'Filter', 'Formatter', 'Handler', 'INFO', 'LogRecord', 'Logger',
           'LoggerAdapter', 'NOTSET', 'NullHandler', 'StreamHandler', 'WARN', 'WARNING',
           'addLevelName', 'basicConfig', 'captureWarnings', 'critical', 'debug', 'disable',
           'error', 'exception', 'fatal', 'getLevelName', 'getLevelNamesMapping', 'getLogger',
           'getLogRecordFactory', 'getLoggerClass', 'info', 'lastResort', 'log', 'makeLogRecord',
           'raiseExceptions', 'setLogRecordFactory', 'setLoggerClass', 'shutdown', 'warn',
           'warning']

CRITICAL = FATAL = 50
ERROR = 40
WARNING = WARN = 30
INFO = 20
DEBUG = 10
NOTSET = 0

raiseExceptions = True      # Report what goes wrong while a record is written.
logThreads = logMultiprocessing = logProcesses = True
_startTime = time.time()
_srcfile = (lambda: 0).__code__.co_filename     # Frames of this file are not where a message is from.


# --- Levels ---

_levelToName = {CRITICAL: 'CRITICAL', ERROR: 'ERROR', WARNING: 'WARNING', INFO: 'INFO',
                DEBUG: 'DEBUG', NOTSET: 'NOTSET'}
_nameToLevel = {name: level for level, name in _levelToName.items()} | {'FATAL': FATAL, 'WARN': WARN}


def getLevelNamesMapping():
    """All names of levels, with their numbers."""
    return _nameToLevel.copy()


def getLevelName(level):
    """The name of a number, or the number of a name; 'Level ...' if it has none."""
    found = _levelToName.get(level)
    if found is None:
        found = _nameToLevel.get(level)
    return f'Level {level}' if found is None else found


def addLevelName(level, levelName):
    """Give the number a name."""
    with _lock:
        _levelToName[level], _nameToLevel[levelName] = levelName, level


def _checkLevel(level):
    if isinstance(level, int):
        return level
    if not isinstance(level, str):
        raise TypeError(f'Level not an integer or a valid string: {level!r}')
    if level not in _nameToLevel:
        raise ValueError(f'Unknown level: {level!r}')
    return _nameToLevel[level]


# --- The lock on everything that loggers and handlers share ---

_lock = threading.RLock()


def _acquireLock():
    _lock.acquire()


def _releaseLock():
    _lock.release()


# In the child of a fork no other thread is left that could give a lock back.
_forked_handlers = weakref.WeakSet()


def _renew_locks():
    global _lock
    _lock = threading.RLock()
    for handler in _forked_handlers:
        handler.createLock()


os.register_at_fork(after_in_child=_renew_locks)


# --- Records ---

class LogRecord:
    """A message with all that is known about it: its attributes are what formats can show."""

    def __init__(self, name, level, pathname, lineno, msg, args, exc_info, func=None, sinfo=None,
                 **kwargs):
        now = time.time()
        self.name, self.msg = name, msg
        # A single dict is for formats like %(key)s.
        if args and len(args) == 1 and isinstance(args[0], Mapping) and args[0]:
            args = args[0]
        self.args = args
        self.levelname, self.levelno = getLevelName(level), level
        self.pathname, self.lineno, self.funcName = pathname, lineno, func
        try:
            self.filename = os.path.split(pathname)[1]
            self.module, _ = os.path.splitext(self.filename)
        except (AttributeError, TypeError, ValueError):
            self.filename, self.module = pathname, 'Unknown module'
        self.exc_info, self.exc_text, self.stack_info = exc_info, None, sinfo
        self.created = now
        self.msecs = int((now - int(now)) * 1000) + 0.0
        self.relativeCreated = (now - _startTime) * 1000
        self.thread = threading.get_ident() if logThreads else None
        self.threadName = threading.current_thread().name if logThreads else None
        self.process = os.getpid() if logProcesses else None
        self.processName = None
        if logMultiprocessing:
            self.processName = 'MainProcess'
            processes = sys.modules.get('multiprocessing')
            if processes is not None:
                try:
                    self.processName = processes.current_process().name
                except Exception:
                    pass

    def __repr__(self):
        return (f'<LogRecord: {self.name}, {self.levelno}, {self.pathname}, {self.lineno}, '
                f'"{self.msg}">')

    def getMessage(self):
        """The message with its arguments in it."""
        text = str(self.msg)
        return text % self.args if self.args else text


_logRecordFactory = LogRecord


def setLogRecordFactory(factory):
    """Make records with this, in place of LogRecord."""
    global _logRecordFactory
    _logRecordFactory = factory


def getLogRecordFactory():
    """What makes records."""
    return _logRecordFactory


def makeLogRecord(dict):
    """A record with these attributes: to write one that comes from elsewhere."""
    record = _logRecordFactory(None, None, '', 0, '', (), None, None)
    record.__dict__.update(dict)
    return record


# --- Formats ---

class PercentStyle:
    """%(name)s"""

    default_format, asctime_format, asctime_search = '%(message)s', '%(asctime)s', '%(asctime)'

    def __init__(self, fmt, *, defaults=None):
        self._fmt, self._defaults = fmt or self.default_format, defaults

    def usesTime(self):
        """Is the time shown?"""
        return self.asctime_search in self._fmt

    def validate(self):
        """ValueError if the format shows nothing, or is none."""
        import re
        if not re.search(r'%\(\w+\)[#0+ -]*(\*|\d+)?(\.(\*|\d+))?[diouxefgcrsa%]', self._fmt, re.I):
            raise ValueError("Invalid format '%s' for '%s' style"
                             % (self._fmt, self.default_format[0]))

    def format(self, record):
        """The record as text."""
        values = record.__dict__
        if self._defaults:
            values = self._defaults | values
        try:
            return self._format(values)
        except KeyError as e:
            raise ValueError(f'Formatting field not found in record: {e}')

    def _format(self, values):
        return self._fmt % values


def _insist_on_fields(names):
    if not names:
        raise ValueError('invalid format: no fields')


class StrFormatStyle(PercentStyle):
    """{name}"""

    default_format, asctime_format, asctime_search = '{message}', '{asctime}', '{asctime'

    def _format(self, values):
        return self._fmt.format(**values)

    def validate(self):
        import re
        names = set()
        try:
            for _, name, spec, conversion in StrFormatter().parse(self._fmt):
                if name is not None:
                    if not re.fullmatch(r'(\d+|\w+)(\.\w+|\[[^]]+\])*', name):
                        raise ValueError(f'invalid field name/expression: {name!r}')
                    names.add(name)
                if conversion not in (None, '', 'r', 's', 'a'):
                    raise ValueError(f'invalid conversion: {conversion!r}')
                if spec and not re.fullmatch(r'(.?[<=>^])?[+ -]?#?0?(\d+|{\w+})?[,_]?'
                                             r'(\.(\d+|{\w+}))?[bcdefgnosx%]?', spec, re.I):
                    raise ValueError(f'bad specifier: {spec!r}')
        except ValueError as e:
            raise ValueError(f'invalid format: {e}')
        _insist_on_fields(names)


class StringTemplateStyle(PercentStyle):
    """$name or ${name}"""

    default_format, asctime_format, asctime_search = '${message}', '${asctime}', '${asctime}'

    def usesTime(self):
        return '$asctime' in self._fmt or self.asctime_search in self._fmt

    def _format(self, values):
        return Template(self._fmt).substitute(values)

    def validate(self):
        names = set()
        for match in Template.pattern.finditer(self._fmt):
            if match['named'] or match['braced']:
                names.add(match['named'] or match['braced'])
            elif match.group() == '$':
                raise ValueError("invalid format: bare '$' not allowed")
        _insist_on_fields(names)


BASIC_FORMAT = '%(levelname)s:%(name)s:%(message)s'
_STYLES = {'%': (PercentStyle, BASIC_FORMAT),
           '{': (StrFormatStyle, '{levelname}:{name}:{message}'),
           '$': (StringTemplateStyle, '${levelname}:${name}:${message}')}


def _check_style(style):
    if style not in _STYLES:
        raise ValueError(f'Style must be one of: {",".join(_STYLES)}')


class Formatter:
    """Turns records into text: fmt says which attributes it shows, datefmt how the time looks."""

    converter = time.localtime
    default_time_format, default_msec_format = '%Y-%m-%d %H:%M:%S', '%s,%03d'

    def __init__(self, fmt=None, datefmt=None, style='%', validate=True, *, defaults=None):
        _check_style(style)
        kind, _ = _STYLES[style]
        self._style = kind(fmt, defaults=defaults)
        if validate:
            self._style.validate()
        self._fmt = self._style._fmt
        self.datefmt = datefmt

    def usesTime(self):
        """Is the time shown?"""
        return self._style.usesTime()

    def formatTime(self, record, datefmt=None):
        """When it was."""
        when = self.converter(record.created)
        if datefmt:
            return time.strftime(datefmt, when)
        text = time.strftime(self.default_time_format, when)
        return self.default_msec_format % (text, record.msecs) if self.default_msec_format else text

    def formatException(self, ei):
        """The traceback, without a newline at its end."""
        return ''.join(traceback.format_exception(*ei)).removesuffix('\n')

    def formatStack(self, stack_info):
        """Where it was."""
        return stack_info

    def formatMessage(self, record):
        """The line itself."""
        return self._style.format(record)

    def format(self, record):
        """The record as text, with a traceback and a stack if it has those."""
        record.message = record.getMessage()
        if self.usesTime():
            record.asctime = self.formatTime(record, self.datefmt)
        parts = [self.formatMessage(record)]
        if record.exc_info and not record.exc_text:
            record.exc_text = self.formatException(record.exc_info)     # Once for all handlers.
        if record.exc_text:
            parts.append(record.exc_text)
        if record.stack_info:
            parts.append(self.formatStack(record.stack_info))
        text = parts[0]
        for part in parts[1:]:
            text += part if text.endswith('\n') else '\n' + part
        return text


_defaultFormatter = Formatter()


class BufferingFormatter:
    """Several records as one text, with something before and after them."""

    def __init__(self, linefmt=None):
        self.linefmt = linefmt or _defaultFormatter

    def formatHeader(self, records):
        return ''

    def formatFooter(self, records):
        return ''

    def format(self, records):
        if not records:
            return ''
        lines = [self.linefmt.format(record) for record in records]
        return self.formatHeader(records) + ''.join(lines) + self.formatFooter(records)


# --- Filters ---

class Filter:
    """Lets through the records of one logger and of those below it."""

    def __init__(self, name=''):
        self.name, self.nlen = name, len(name)

    def filter(self, record):
        return not self.name or (record.name + '.').startswith(self.name + '.')


class Filterer:
    """What loggers and handlers share: a list of filters, objects or functions."""

    def __init__(self):
        self.filters = []

    def addFilter(self, filter):
        if filter not in self.filters:
            self.filters.append(filter)

    def removeFilter(self, filter):
        if filter in self.filters:
            self.filters.remove(filter)

    def filter(self, record):
        """Do all filters let it through?"""
        for each in self.filters:
            passes = each.filter(record) if hasattr(each, 'filter') else each(record)
            if not passes:
                return False
        return True


# --- Handlers ---

_handlers = weakref.WeakValueDictionary()       # By name.
_handlerList = []                               # References, in the order of their making.


def _removeHandlerRef(reference):
    if _lock is None:       # The interpreter is ending.
        return
    with _lock:
        if reference in _handlerList:
            _handlerList.remove(reference)


def _addHandlerRef(handler):
    with _lock:
        _handlerList.append(weakref.ref(handler, _removeHandlerRef))


def getHandlerByName(name):
    """The handler of that name, or None."""
    return _handlers.get(name)


def getHandlerNames():
    """The names that handlers have."""
    return frozenset(_handlers)


class Handler(Filterer):
    """Writes records somewhere. A subclass says how, in emit()."""

    def __init__(self, level=NOTSET):
        super().__init__()
        self._name = None
        self.level, self.formatter, self._closed = _checkLevel(level), None, False
        _addHandlerRef(self)
        self.createLock()

    @property
    def name(self):
        return self._name

    @name.setter
    def name(self, name):
        with _lock:
            _handlers.pop(self._name, None)
            self._name = name
            if name:
                _handlers[name] = self

    get_name = name.fget
    set_name = name.fset

    def createLock(self):
        self.lock = threading.RLock()
        _forked_handlers.add(self)

    def acquire(self):
        if self.lock:
            self.lock.acquire()

    def release(self):
        if self.lock:
            self.lock.release()

    def setLevel(self, level):
        self.level = _checkLevel(level)

    def setFormatter(self, fmt):
        self.formatter = fmt

    def format(self, record):
        return (self.formatter or _defaultFormatter).format(record)

    def emit(self, record):
        raise NotImplementedError('emit must be implemented by Handler subclasses')

    def handle(self, record):
        """Write the record, one thread at a time, if the filters let it through."""
        passes = self.filter(record)
        if passes:
            self.acquire()
            try:
                self.emit(record)
            finally:
                self.release()
        return passes

    def flush(self):
        pass

    def close(self):
        with _lock:
            self._closed = True
            if self._name and _handlers.get(self._name) is self:
                del _handlers[self._name]

    def handleError(self, record):
        """Report the exception that emit() has met, on sys.stderr, but do not let it out."""
        if not (raiseExceptions and sys.stderr):
            return
        kind, value, trace = sys.exc_info()
        try:
            write = sys.stderr.write
            write('--- Logging error ---\n')
            traceback.print_exception(kind, value, trace, None, sys.stderr)
            write('Call stack:\n')
            # From the line of the script, not from inside here.
            frame = trace.tb_frame
            while frame and frame.f_globals.get('__name__', '').partition('.')[0] == 'logging':
                frame = frame.f_back
            if frame:
                traceback.print_stack(frame, file=sys.stderr)
            else:
                write(f'Logged from file {record.filename}, line {record.lineno}\n')
            try:
                write(f'Message: {record.msg!r}\nArguments: {record.args}\n')
            except RecursionError:
                raise
            except Exception:
                write('Unable to print the message and arguments - possible formatting error.\n'
                      'Use the traceback above to help find the error.\n')
        except OSError:
            pass
        finally:
            del kind, value, trace

    def __repr__(self):
        return f'<{type(self).__name__} ({getLevelName(self.level)})>'


class StreamHandler(Handler):
    """Writes lines to a stream, by default sys.stderr."""

    terminator = '\n'

    def __init__(self, stream=None):
        super().__init__()
        self.stream = sys.stderr if stream is None else stream

    def flush(self):
        self.acquire()
        try:
            if self.stream and hasattr(self.stream, 'flush'):
                self.stream.flush()
        finally:
            self.release()

    def emit(self, record):
        try:
            self.stream.write(self.format(record) + self.terminator)
            self.flush()
        except RecursionError:
            raise
        except Exception:
            self.handleError(record)

    def setStream(self, stream):
        """Write to another stream from now on; returns the one before."""
        if stream is self.stream:
            return None
        before = self.stream
        self.acquire()
        try:
            self.flush()
            self.stream = stream
        finally:
            self.release()
        return before

    def __repr__(self):
        name = str(getattr(self.stream, 'name', ''))
        return f'<{type(self).__name__} {name + " " if name else ""}({getLevelName(self.level)})>'


class FileHandler(StreamHandler):
    """Writes lines to a file. With delay, it is opened for the first line."""

    def __init__(self, filename, mode='a', encoding=None, delay=False, errors=None):
        self.baseFilename = os.path.abspath(os.fspath(filename))
        self.mode, self.delay, self.errors = mode, delay, errors
        self.encoding = encoding if 'b' in mode else io.text_encoding(encoding)
        self._builtin_open = open       # Handlers are closed late, when builtins may be gone.
        if delay:
            Handler.__init__(self)
            self.stream = None
        else:
            super().__init__(self._open())

    def _open(self):
        return self._builtin_open(self.baseFilename, self.mode, encoding=self.encoding,
                                  errors=self.errors)

    def close(self):
        self.acquire()
        try:
            if self.stream:
                try:
                    self.flush()
                finally:
                    stream, self.stream = self.stream, None
                    if hasattr(stream, 'close'):
                        stream.close()
            StreamHandler.close(self)
        finally:
            self.release()

    def emit(self, record):
        if self.stream is None and (self.mode != 'w' or not self._closed):
            self.stream = self._open()
        if self.stream:
            super().emit(record)

    def __repr__(self):
        return f'<{type(self).__name__} {self.baseFilename} ({getLevelName(self.level)})>'


class _StderrHandler(StreamHandler):
    """Writes to what sys.stderr is at the time."""

    def __init__(self, level=NOTSET):
        Handler.__init__(self, level)

    @property
    def stream(self):
        return sys.stderr


class NullHandler(Handler):
    """Writes nothing: for libraries, whose messages are the program's affair."""

    def handle(self, record):
        pass

    emit = handle

    def createLock(self):
        self.lock = None


# For programs that have set up nothing.
_defaultLastResort = lastResort = _StderrHandler(WARNING)


# --- Loggers ---

class PlaceHolder:
    """Stands in the tree where there is no logger yet, but some below."""

    def __init__(self, alogger):
        self.loggerMap = {alogger: None}

    def append(self, alogger):
        self.loggerMap[alogger] = None


def _check_logger_class(klass):
    if klass is not Logger and not issubclass(klass, Logger):
        raise TypeError(f'logger not derived from logging.Logger: {klass.__name__}')


def setLoggerClass(klass):
    """Make loggers of this class."""
    global _loggerClass
    _check_logger_class(klass)
    _loggerClass = klass


def getLoggerClass():
    """What class loggers are of."""
    return _loggerClass


class Manager:
    """The tree of loggers."""

    def __init__(self, rootnode):
        self.root = rootnode
        self.disable = 0
        self.emittedNoHandlerWarning = False
        self.loggerDict = {}
        self.loggerClass = self.logRecordFactory = None

    @property
    def disable(self):
        return self._disable

    @disable.setter
    def disable(self, value):
        self._disable = _checkLevel(value)

    def getLogger(self, name):
        """The logger of that name, which is made if there is none."""
        if not isinstance(name, str):
            raise TypeError('A logger name must be a string')
        with _lock:
            found = self.loggerDict.get(name)
            if isinstance(found, Logger):
                return found
            logger = (self.loggerClass or _loggerClass)(name)
            logger.manager = self
            self.loggerDict[name] = logger
            if found is not None:       # Those below the placeholder hang from the new one.
                for child in found.loggerMap:
                    if not (child.parent.name + '.').startswith(name + '.'):
                        logger.parent, child.parent = child.parent, logger
            self._fixupParents(logger)
            return logger

    def _fixupParents(self, logger):
        parent, above = None, logger.name
        while parent is None and '.' in above:
            above = above.rpartition('.')[0]
            found = self.loggerDict.get(above)
            if found is None:
                self.loggerDict[above] = PlaceHolder(logger)
            elif isinstance(found, Logger):
                parent = found
            else:
                found.append(logger)
        logger.parent = parent or self.root

    def setLoggerClass(self, klass):
        _check_logger_class(klass)
        self.loggerClass = klass

    def setLogRecordFactory(self, factory):
        self.logRecordFactory = factory

    def _clear_cache(self):
        """Levels have changed."""
        with _lock:
            for node in self.root, *self.loggerDict.values():
                if isinstance(node, Logger):
                    node._cache.clear()


def _exception_details(exc_info):
    """What exc_info= means: True, an exception or a triple."""
    if isinstance(exc_info, BaseException):
        return type(exc_info), exc_info, exc_info.__traceback__
    if exc_info and not isinstance(exc_info, tuple):
        return sys.exc_info()
    return exc_info


def _is_internal_frame(frame):
    name = os.path.normcase(frame.f_code.co_filename)
    return name == _srcfile or 'importlib' in name and '_bootstrap' in name


def _for_each_level(make):
    """What make(level) makes for each, named like it."""
    for level in DEBUG, INFO, WARNING, ERROR, CRITICAL:
        made = make(level)
        made.__name__ = made.__qualname__ = _levelToName[level].lower()
        yield made


def _logger_method(level):
    def report(self, msg, *args, **kwargs):
        if self.isEnabledFor(level):
            self._log(level, msg, args, **kwargs)
    return report


def _adapter_method(level):
    def report(self, msg, *args, **kwargs):
        self.log(level, msg, *args, **kwargs)
    return report


def _root_function(level):
    def report(msg, *args, **kwargs):
        log(level, msg, *args, **kwargs)
    return report


def _warn_of_warn(what):
    warnings.warn(f"The 'warn' {what} is deprecated, use 'warning' instead", DeprecationWarning, 3)


class Logger(Filterer):
    """One place of the program that reports: debug(), info(), warning() and so on."""

    def __init__(self, name, level=NOTSET):
        super().__init__()
        self.name, self.level = name, _checkLevel(level)
        self.parent, self.propagate, self.handlers = None, True, []
        self.disabled = False
        self._cache = {}        # {level: is it enabled?}

    def setLevel(self, level):
        """Let through what is at least as important as this level."""
        self.level = _checkLevel(level)
        self.manager._clear_cache()

    def getEffectiveLevel(self):
        """Its own level, or that of the nearest logger above that has one."""
        logger = self
        while logger is not None and not logger.level:
            logger = logger.parent
        return NOTSET if logger is None else logger.level

    def isEnabledFor(self, level):
        """Would a message of this level get through?"""
        if self.disabled:
            return False
        enabled = self._cache.get(level)
        if enabled is None:
            with _lock:
                enabled = self.manager.disable < level and level >= self.getEffectiveLevel()
                self._cache[level] = enabled
        return enabled

    debug, info, warning, error, critical = _for_each_level(_logger_method)
    fatal = critical

    def warn(self, msg, *args, **kwargs):
        _warn_of_warn('method')
        self.warning(msg, *args, **kwargs)

    def exception(self, msg, *args, exc_info=True, **kwargs):
        """An error, with the traceback of the exception being handled."""
        self.error(msg, *args, **kwargs, exc_info=exc_info)

    def log(self, level, msg, *args, **kwargs):
        """A message of any level."""
        if isinstance(level, int):
            if self.isEnabledFor(level):
                self._log(level, msg, args, **kwargs)
        elif raiseExceptions:
            raise TypeError('level must be an integer')

    def _log(self, level, msg, args, exc_info=None, extra=None, stack_info=False, stacklevel=1):
        try:
            place = self.findCaller(stack_info, stacklevel)
        except ValueError:
            place = '(unknown file)', 0, '(unknown function)', None
        path, line, function, stack = place
        self.handle(self.makeRecord(self.name, level, path, line, msg, args,
                                    _exception_details(exc_info), function, extra, stack))

    def findCaller(self, stack_info=False, stacklevel=1):
        """(path, line, function, stack) of the code that logs; stacklevel says how far above."""
        frame = sys._getframe(1)
        while frame.f_back is not None and _is_internal_frame(frame):
            frame = frame.f_back
        while stacklevel > 1 and frame.f_back is not None:
            frame = frame.f_back
            stacklevel -= not _is_internal_frame(frame)
        stack = None
        if stack_info:
            lines = io.StringIO('Stack (most recent call last):\n')
            lines.seek(0, 2)
            traceback.print_stack(frame, file=lines)
            stack = lines.getvalue().removesuffix('\n')
        code = frame.f_code
        return code.co_filename, frame.f_lineno, code.co_name, stack

    def makeRecord(self, name, level, fn, lno, msg, args, exc_info, func=None, extra=None,
                   sinfo=None):
        record = _logRecordFactory(name, level, fn, lno, msg, args, exc_info, func, sinfo)
        for key, value in (extra or {}).items():
            if key in ('message', 'asctime') or key in record.__dict__:
                raise KeyError(f'Attempt to overwrite {key!r} in LogRecord')
            record.__dict__[key] = value
        return record

    def handle(self, record):
        """Hand the record to the handlers, if the filters let it through."""
        if not self.disabled and self.filter(record):
            self.callHandlers(record)

    def callHandlers(self, record):
        logger, found = self, False
        while logger is not None:
            for handler in logger.handlers:
                found = True
                if record.levelno >= handler.level:
                    handler.handle(record)
            logger = logger.parent if logger.propagate else None
        if found:
            return
        last, manager = lastResort, self.manager
        if last:
            if record.levelno >= last.level:
                last.handle(record)
        elif raiseExceptions and not manager.emittedNoHandlerWarning:
            sys.stderr.write(f'No handlers could be found for logger "{self.name}"\n')
            manager.emittedNoHandlerWarning = True

    def addHandler(self, hdlr):
        with _lock:
            if hdlr not in self.handlers:
                self.handlers.append(hdlr)

    def removeHandler(self, hdlr):
        with _lock:
            if hdlr in self.handlers:
                self.handlers.remove(hdlr)

    def hasHandlers(self):
        """Is there any handler, here or above?"""
        logger = self
        while logger is not None:
            if logger.handlers:
                return True
            logger = logger.parent if logger.propagate else None
        return False

    def getChild(self, suffix):
        """The logger with this name below."""
        return self.manager.getLogger(suffix if self.root is self else f'{self.name}.{suffix}')

    def __repr__(self):
        return f'<{type(self).__name__} {self.name} ({getLevelName(self.getEffectiveLevel())})>'

    def __reduce__(self):
        name = self.name
        if getLogger(name) is self:
            return getLogger, (name,)
        from pickle import PicklingError
        raise PicklingError('logger cannot be pickled')


class RootLogger(Logger):
    """The top of the tree."""

    def __init__(self, level):
        super().__init__('root', level)

    def __reduce__(self):
        return getLogger, ()


_loggerClass = Logger
root = Logger.root = RootLogger(WARNING)
Logger.manager = Manager(root)


class LoggerAdapter:
    """A logger whose messages all carry the same extra information."""

    def __init__(self, logger, extra=None):
        self.logger, self.extra = logger, extra

    def process(self, msg, kwargs):
        """The message and the keywords to log with."""
        return msg, kwargs | {'extra': self.extra}

    def log(self, level, msg, *args, **kwargs):
        if self.isEnabledFor(level):
            msg, kwargs = self.process(msg, kwargs)
            self.logger.log(level, msg, *args, **kwargs)

    debug, info, warning, error, critical = _for_each_level(_adapter_method)

    def warn(self, msg, *args, **kwargs):
        _warn_of_warn('method')
        self.warning(msg, *args, **kwargs)

    def exception(self, msg, *args, exc_info=True, **kwargs):
        self.log(ERROR, msg, *args, **kwargs, exc_info=exc_info)

    def isEnabledFor(self, level):
        return self.logger.isEnabledFor(level)

    def setLevel(self, level):
        self.logger.setLevel(level)

    def getEffectiveLevel(self):
        return self.logger.getEffectiveLevel()

    def hasHandlers(self):
        return self.logger.hasHandlers()

    def _log(self, level, msg, args, **kwargs):
        return self.logger._log(level, msg, args, **kwargs)

    manager = property(lambda self: self.logger.manager,
                       lambda self, value: setattr(self.logger, 'manager', value))
    name = property(lambda self: self.logger.name)

    def __repr__(self):
        return (f'<{type(self).__name__} {self.logger.name} '
                f'({getLevelName(self.logger.getEffectiveLevel())})>')


def getLogger(name=None):
    """The logger of that name, always the same one; without a name, the root."""
    if not name or name == root.name:
        return root
    return Logger.manager.getLogger(name)


# --- For small programs ---

def basicConfig(*, filename=None, filemode='a', format=None, datefmt=None, style='%', level=None,
                stream=None, handlers=None, force=False, encoding=None, errors='backslashreplace',
                **unknown):
    """Give the root logger a handler and a format, if it has none, or with force anew.

    The handler writes to a stream, by default sys.stderr, or to a file; or give a list of handlers.
    """
    with _lock:
        if force:
            for handler in root.handlers[:]:
                root.removeHandler(handler)
                handler.close()
        if root.handlers:
            return
        if handlers is None:
            if stream is not None and filename is not None:
                raise ValueError("'stream' and 'filename' should not be specified together")
            if filename is None:
                handlers = [StreamHandler(stream)]
            else:
                errors = None if 'b' in filemode else errors
                encoding = encoding if 'b' in filemode else io.text_encoding(encoding)
                handlers = [FileHandler(filename, filemode, encoding=encoding, errors=errors)]
        elif stream is not None or filename is not None:
            raise ValueError("'stream' or 'filename' should not be specified together with "
                             "'handlers'")
        _check_style(style)
        formatter = Formatter(_STYLES[style][1] if format is None else format, datefmt, style)
        for handler in handlers:
            if handler.formatter is None:
                handler.setFormatter(formatter)
            root.addHandler(handler)
        if level is not None:
            root.setLevel(level)
        if unknown:
            raise ValueError(f'Unrecognised argument(s): {", ".join(unknown)}')


def log(level, msg, *args, **kwargs):
    """Let the root logger report it, after basicConfig() if it has no handler."""
    if not root.handlers:
        basicConfig()
    root.log(level, msg, *args, **kwargs)


debug, info, warning, error, critical = _for_each_level(_root_function)
fatal = critical


def warn(msg, *args, **kwargs):
    _warn_of_warn('function')
    warning(msg, *args, **kwargs)


def exception(msg, *args, exc_info=True, **kwargs):
    """An error, with the traceback of the exception being handled."""
    error(msg, *args, **kwargs, exc_info=exc_info)


def disable(level=CRITICAL):
    """Let nothing through that is not more important than this level."""
    root.manager.disable = level
    root.manager._clear_cache()


def shutdown(handlerList=_handlerList):
    """Flush and close all handlers, the newest first: done at the exit."""
    for reference in reversed(handlerList[:]):
        try:
            handler = reference()
            if handler:
                try:
                    handler.acquire()
                    if getattr(handler, 'flushOnClose', True):
                        handler.flush()
                    handler.close()
                except (OSError, ValueError):
                    pass        # Its file is closed already.
                finally:
                    handler.release()
        except Exception:
            if raiseExceptions:
                raise


import atexit
atexit.register(shutdown)


# --- Warnings as messages ---

_warnings_showwarning = None


def _showwarning(message, category, filename, lineno, file=None, line=None):
    if file is not None:
        if _warnings_showwarning is not None:
            _warnings_showwarning(message, category, filename, lineno, file, line)
        return
    logger = getLogger('py.warnings')
    if not logger.handlers:
        logger.addHandler(NullHandler())
    logger.warning(str(warnings.formatwarning(message, category, filename, lineno, line)))


def captureWarnings(capture):
    """Let the logger py.warnings report what warnings.warn() is told; or no longer."""
    global _warnings_showwarning
    if capture and _warnings_showwarning is None:
        _warnings_showwarning, warnings.showwarning = warnings.showwarning, _showwarning
    elif not capture and _warnings_showwarning is not None:
        warnings.showwarning, _warnings_showwarning = _warnings_showwarning, None
