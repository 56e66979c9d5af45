"""Warnings: which are shown (the filters) and how. What passes is decided in _warnings, in C."""

import sys

from _warnings import (_defaultaction as defaultaction, _filters_mutated,
                       _onceregistry as onceregistry, filters, warn, warn_explicit)

__all__ = ['warn', 'warn_explicit', 'showwarning', 'formatwarning', 'filterwarnings',
           'simplefilter', 'resetwarnings', 'catch_warnings']

_defaultaction = defaultaction
_onceregistry = onceregistry
_actions = ('error', 'ignore', 'always', 'default', 'module', 'once')


class WarningMessage(object):
    """A warning on its way to be shown."""

    _WARNING_DETAILS = ('message', 'category', 'filename', 'lineno', 'file', 'line', 'source')

    def __init__(self, message, category, filename, lineno, file=None, line=None, source=None):
        self.message = message
        self.category = category
        self.filename = filename
        self.lineno = lineno
        self.file = file
        self.line = line
        self.source = source
        self._category_name = category.__name__ if category else None

    def __str__(self):
        return '{message : %r, category : %r, filename : %r, lineno : %s, line : %r}' % (
            self.message, self._category_name, self.filename, self.lineno, self.line)


# --- Showing: scripts may replace showwarning and formatwarning ---

def showwarning(message, category, filename, lineno, file=None, line=None):
    """Write a warning to a file. Scripts may put a function of their own here."""
    _showwarnmsg_impl(WarningMessage(message, category, filename, lineno, file, line))


def formatwarning(message, category, filename, lineno, line=None):
    """The text of a warning."""
    return _formatwarnmsg_impl(WarningMessage(message, category, filename, lineno, None, line))


_showwarning_orig = showwarning
_formatwarning_orig = formatwarning


def _showwarnmsg_impl(msg):
    file = msg.file
    if file is None:
        file = sys.stderr
        if file is None:  # Nobody would see it.
            return
    text = _formatwarnmsg(msg)
    try:
        file.write(text)
    except OSError:
        pass


def _source_line(msg):
    if msg.line is not None:
        return msg.line
    try:
        import linecache
        return linecache.getline(msg.filename, msg.lineno)
    except Exception:  # At the end of the program anything may be gone.
        return None


def _allocation_note(msg):
    """Where the object that the warning is about was made, as far as tracemalloc knows."""
    try:
        import tracemalloc
        is_tracing = tracemalloc.is_tracing()
        traceback = tracemalloc.get_object_traceback(msg.source)
    except Exception:
        return ''
    if traceback is not None:
        note = 'Object allocated at (most recent call last):\n'
        for frame in traceback:
            note += '  File "%s", lineno %s\n' % (frame.filename, frame.lineno)
            try:
                import linecache
                line = linecache.getline(frame.filename, frame.lineno)
            except Exception:
                line = None
            if line:
                note += '    %s\n' % line.strip()
        return note
    if is_tracing:
        return ''
    return '%s: Enable tracemalloc to get the object allocation traceback\n' % (
        msg.category.__name__,)


def _formatwarnmsg_impl(msg):
    text = '%s:%s: %s: %s\n' % (msg.filename, msg.lineno, msg.category.__name__, msg.message)
    line = _source_line(msg)
    if line:
        text += '  %s\n' % line.strip()
    if msg.source is not None:
        text += _allocation_note(msg)
    return text


def _showwarnmsg(msg):
    """Show a warning by showwarning(), if a script has replaced it. Called from C."""
    show = globals().get('showwarning', _showwarning_orig)
    if show is not _showwarning_orig:
        if not callable(show):
            raise TypeError('warnings.showwarning() must be set to a function or method')
        show(msg.message, msg.category, msg.filename, msg.lineno, msg.file, msg.line)
        return
    _showwarnmsg_impl(msg)


def _formatwarnmsg(msg):
    """The text of a warning by formatwarning(), if a script has replaced it."""
    format = globals().get('formatwarning', _formatwarning_orig)
    if format is not _formatwarning_orig:
        return format(msg.message, msg.category, msg.filename, msg.lineno, msg.line)
    return _formatwarnmsg_impl(msg)


# --- Filters ---

def filterwarnings(action, message='', category=Warning, module='', lineno=0, append=False):
    """Say what to do with warnings whose text and module fit the regular expressions."""
    assert action in _actions, 'invalid action: %r' % (action,)
    assert isinstance(message, str), 'message must be a string'
    assert isinstance(category, type), 'category must be a class'
    assert issubclass(category, Warning), 'category must be a Warning subclass'
    assert isinstance(module, str), 'module must be a string'
    assert isinstance(lineno, int) and lineno >= 0, 'lineno must be an int >= 0'
    if message or module:
        import re
    message = re.compile(message, re.I) if message else None
    module = re.compile(module) if module else None
    _add_filter(action, message, category, module, lineno, append=append)


def simplefilter(action, category=Warning, lineno=0, append=False):
    """Insert a simple entry into the list of warnings filters (at the front), for all modules."""
    assert action in _actions, 'invalid action: %r' % (action,)
    assert isinstance(lineno, int) and lineno >= 0, 'lineno must be an int >= 0'
    _add_filter(action, None, category, None, lineno, append=append)


def _add_filter(*item, append):
    if append:
        if item not in filters:
            filters.append(item)
    else:
        try:
            filters.remove(item)
        except ValueError:
            pass
        filters.insert(0, item)
    _filters_mutated()


def resetwarnings():
    """Remove all filters."""
    filters[:] = []
    _filters_mutated()


class catch_warnings(object):
    """A context manager that puts filters and showwarning() back as they were.

    With record=True warnings are not shown but collected: the list of them is what `as` binds.
    'module' is for tests that load this one twice. The other arguments are simplefilter()'s.
    """

    def __init__(self, *, record=False, module=None, action=None, category=Warning, lineno=0,
                 append=False):
        self._record = record
        self._module = sys.modules['warnings'] if module is None else module
        self._entered = False
        self._filter = None if action is None else (action, category, lineno, append)

    def __repr__(self):
        arguments = []
        if self._record:
            arguments.append('record=True')
        if self._module is not sys.modules['warnings']:
            arguments.append('module=%r' % self._module)
        return '%s(%s)' % (type(self).__name__, ', '.join(arguments))

    def __enter__(self):
        if self._entered:
            raise RuntimeError('Cannot enter %r twice' % self)
        self._entered = True
        module = self._module
        self._filters = module.filters
        module.filters = self._filters[:]
        module._filters_mutated()
        self._showwarning = module.showwarning
        self._showwarnmsg_impl = module._showwarnmsg_impl
        log = None
        if self._record:
            log = []
            module._showwarnmsg_impl = log.append
            # And not what someone may have put in its place.
            module.showwarning = module._showwarning_orig
        if self._filter is not None:
            simplefilter(*self._filter)
        return log

    def __exit__(self, *exc_info):
        if not self._entered:
            raise RuntimeError('Cannot exit %r without entering first' % self)
        module = self._module
        module.filters = self._filters
        module._filters_mutated()
        module.showwarning = self._showwarning
        module._showwarnmsg_impl = self._showwarnmsg_impl


# --- Options: -W action:message:category:module:line ---

class _OptionError(Exception):
    """What is wrong with an option -W."""


def _processoptions(args):
    for arg in args:
        try:
            _setoption(arg)
        except _OptionError as error:
            print('Invalid -W option ignored:', error, file=sys.stderr)


def _setoption(arg):
    parts = arg.split(':')
    if len(parts) > 5:
        raise _OptionError('too many fields (max 5): %r' % (arg,))
    parts += [''] * (5 - len(parts))
    action, message, category, module, lineno = [part.strip() for part in parts]
    action = _getaction(action)
    category = _getcategory(category)
    if message or module:
        import re
    if message:
        message = re.escape(message)
    if module:
        module = re.escape(module) + r'\Z'
    if lineno:
        try:
            lineno = int(lineno)
            if lineno < 0:
                raise ValueError
        except (ValueError, OverflowError):
            raise _OptionError('invalid lineno %r' % (lineno,)) from None
    else:
        lineno = 0
    filterwarnings(action, message, category, module, lineno)


def _getaction(action):
    if not action:
        return 'default'
    if action == 'all':
        return 'always'
    for known in _actions:
        if known.startswith(action):
            return known
    raise _OptionError('invalid action: %r' % (action,))


def _getcategory(category):
    if not category:
        return Warning
    module, dot, name = category.rpartition('.')
    if dot:
        try:
            source = __import__(module, None, None, [name])
        except ImportError:
            raise _OptionError('invalid module name: %r' % (module,)) from None
    else:
        import builtins as source
    try:
        found = getattr(source, name)
    except AttributeError:
        raise _OptionError('unknown warning category: %r' % (category,)) from None
    if not issubclass(found, Warning):
        raise _OptionError('invalid warning category: %r' % (category,))
    return found


# --- For the library ---

_DEPRECATED_MSG = ('{name!r} is deprecated and slated for removal in Python {remove}')


def _deprecated(name, message=_DEPRECATED_MSG, *, remove, _version=sys.version_info):
    """Warn that a name goes away in version `remove`, and fail once that version has come."""
    remove_text = '%s.%s' % (remove[0], remove[1])
    if _version[:2] > remove or (_version[:2] == remove and _version[3] != 'alpha'):
        raise RuntimeError('%r was slated for removal after Python %s alpha' % (name, remove_text))
    warn(message.format(name=name, remove=remove_text), DeprecationWarning, stacklevel=3)


def _warn_unawaited_coroutine(coro):
    lines = ['coroutine %r was never awaited\n' % coro.__qualname__]
    if coro.cr_origin is not None:
        import linecache
        import traceback
        origin = ((filename, line, function, linecache.getline(filename, line))
                  for filename, line, function in reversed(coro.cr_origin))
        lines.append('Coroutine created at (most recent call last)\n')
        lines += traceback.format_list(list(origin))
    warn(''.join(lines).rstrip('\n'), category=RuntimeWarning, stacklevel=2, source=coro)


_processoptions(sys.warnoptions)
