"""Tracebacks and exceptions as text, as the interpreter prints them, and as data."""

import linecache
import sys
from collections.abc import Sequence
from itertools import islice

__all__ = ['extract_stack', 'extract_tb', 'format_exception', 'format_exception_only',
           'format_list', 'format_stack', 'format_tb', 'print_exc', 'format_exc',
           'print_exception', 'print_last', 'print_stack', 'print_tb', 'clear_frames',
           'FrameSummary', 'StackSummary', 'TracebackException', 'walk_stack', 'walk_tb']

_cause_message = '\nThe above exception was the direct cause of the following exception:\n\n'
_context_message = ('\nDuring handling of the above exception, another exception occurred:\n\n')


class _Sentinel:
    def __repr__(self):
        return '<implicit>'


_sentinel = _Sentinel()
_RECURSIVE_CUTOFF = 3  # Of the same line over and over, so many are shown.


# --- Lists of frames ---

def print_list(entries, file=None):
    """Print the list of tuples as returned by extract_tb() or extract_stack()."""
    if file is None:
        file = sys.stderr
    for item in StackSummary.from_list(entries).format():
        print(item, file=file, end='')


def format_list(entries):
    """Format a list of tuples or FrameSummary objects for printing."""
    return StackSummary.from_list(entries).format()


def print_tb(tb, limit=None, file=None):
    """Print up to 'limit' stack trace entries from the traceback 'tb'."""
    print_list(extract_tb(tb, limit=limit), file=file)


def format_tb(tb, limit=None):
    """The lines of a traceback."""
    return extract_tb(tb, limit=limit).format()


def extract_tb(tb, limit=None):
    """Return a StackSummary object representing a list of pre-processed entries from traceback."""
    return StackSummary._from_frames(
        _places_in(tb), limit=limit)


# --- Exceptions ---

def _value_and_tb(exc, value, tb):
    """The functions below take an exception, or its class, itself and its traceback."""
    if (value is _sentinel) != (tb is _sentinel):
        raise ValueError('Both or neither of value and tb must be given')
    if value is not _sentinel:
        return value, tb
    if exc is None:
        return None, None
    if isinstance(exc, BaseException):
        return exc, exc.__traceback__
    raise TypeError(f'Exception expected for value, {type(exc).__name__} found')


def print_exception(exc, /, value=_sentinel, tb=_sentinel, limit=None, file=None, chain=True):
    """Print exception up to 'limit' stack trace entries from 'tb' to 'file'."""
    value, tb = _value_and_tb(exc, value, tb)
    TracebackException(type(value), value, tb, limit=limit, compact=True).print(
        file=file, chain=chain)


def format_exception(exc, /, value=_sentinel, tb=_sentinel, limit=None, chain=True):
    """Format a stack trace and the exception information, as a list of strings with newlines."""
    value, tb = _value_and_tb(exc, value, tb)
    return list(TracebackException(type(value), value, tb, limit=limit, compact=True).format(
        chain=chain))


def format_exception_only(exc, /, value=_sentinel):
    """Format the exception part of a traceback: most often one line."""
    if value is _sentinel:
        value = exc
    return list(TracebackException(type(value), value, None,
                                   compact=True).format_exception_only())


def _last_line(etype, value):
    text = _shown(value, 'exception')
    return f'{etype}\n' if value is None or not text else f'{etype}: {text}\n'


def _shown(value, what, func=str):
    try:
        return func(value)
    except:
        return f'<{what} {func.__name__}() failed>'


def print_exc(limit=None, file=None, chain=True):
    """Shorthand for 'print_exception(*sys.exc_info(), limit, file, chain)'."""
    kind, value, tb = sys.exc_info()
    print_exception(kind, value, tb, limit, file, chain)


def format_exc(limit=None, chain=True):
    """The text that print_exc() prints."""
    return ''.join(format_exception(*sys.exc_info(), limit=limit, chain=chain))


def print_last(limit=None, file=None, chain=True):
    """Print the exception that ended the last statement of an interactive session."""
    if not hasattr(sys, 'last_type'):
        raise ValueError('no last exception')
    print_exception(sys.last_type, sys.last_value, sys.last_traceback, limit, file, chain)


# --- Stacks ---

def print_stack(f=None, limit=None, file=None):
    """Print a stack trace from its invocation point, or from frame 'f'."""
    if f is None:
        f = sys._getframe().f_back
    print_list(extract_stack(f, limit=limit), file=file)


def format_stack(f=None, limit=None):
    """The lines that print_stack() prints."""
    if f is None:
        f = sys._getframe().f_back
    return format_list(extract_stack(f, limit=limit))


def extract_stack(f=None, limit=None):
    """Extract the raw traceback from the current stack frame, the oldest frame first."""
    if f is None:
        f = sys._getframe().f_back
    stack = StackSummary.extract(walk_stack(f), limit=limit)
    stack.reverse()
    return stack


def clear_frames(tb):
    """Forget the local variables in all frames of a traceback."""
    while tb is not None:
        try:
            tb.tb_frame.clear()
        except RuntimeError:  # It is still running.
            pass
        tb = tb.tb_next


def walk_stack(f):
    """Walk a stack yielding the frame and line number for each frame, from the innermost on."""
    if f is None:  # The caller of StackSummary.extract(walk_stack(None)).
        f = sys._getframe().f_back.f_back.f_back.f_back
    while f is not None:
        yield f, f.f_lineno
        f = f.f_back


def walk_tb(tb):
    """Walk a traceback yielding the frame and line number for each frame, from the outermost on."""
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


def _places_in(tb):
    """Likewise with (line, end line, column, end column)."""
    while tb is not None:
        place = _position(tb.tb_frame.f_code, tb.tb_lasti)
        if place[0] is None:
            place = (tb.tb_lineno, *place[1:])
        yield tb.tb_frame, place
        tb = tb.tb_next


def _position(code, instruction_index):
    if instruction_index < 0:
        return None, None, None, None
    return next(islice(code.co_positions(), instruction_index // 2, None))


class FrameSummary:
    """Information about a single frame from a traceback."""

    __slots__ = ('filename', 'lineno', 'end_lineno', 'colno', 'end_colno', 'name', '_line',
                 'locals')

    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None,
                 end_lineno=None, colno=None, end_colno=None):
        self.filename = filename
        self.lineno = lineno
        self.name = name
        self._line = line
        if lookup_line:
            self.line
        self.locals = {name: repr(value) for name, value in locals.items()} if locals else None
        self.end_lineno = end_lineno
        self.colno = colno
        self.end_colno = end_colno

    def __eq__(self, other):
        if isinstance(other, FrameSummary):
            return (self.filename == other.filename and self.lineno == other.lineno and
                    self.name == other.name and self.locals == other.locals)
        if isinstance(other, tuple):
            return tuple(self) == other
        return NotImplemented

    # Once upon a time it was a tuple.

    def __getitem__(self, pos):
        return tuple(self)[pos]

    def __iter__(self):
        yield from (self.filename, self.lineno, self.name, self.line)

    def __len__(self):
        return 4

    def __repr__(self):
        return f'<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>'

    @property
    def _original_line(self):
        """The line as it stands in the source."""
        self.line
        return self._line

    @property
    def line(self):
        if self._line is None:
            if self.lineno is None:
                return None
            self._line = linecache.getline(self.filename, self.lineno)
        return self._line.strip()


class StackSummary(list):
    """A list of FrameSummary."""

    @classmethod
    def extract(klass, frame_gen, *, limit=None, lookup_lines=True, capture_locals=False):
        """Create a StackSummary from (frame, line) pairs.

        Of more than 'limit' entries the first ones are taken, or the last -limit. Unless
        'lookup_lines', source lines are read when they are needed. With 'capture_locals' the repr of
        local variables is kept.
        """
        return klass._from_frames(
            ((frame, (line, None, None, None)) for frame, line in frame_gen), limit=limit,
            lookup_lines=lookup_lines, capture_locals=capture_locals)

    @classmethod
    def _from_frames(klass, frame_gen, *, limit=None, lookup_lines=True,
                                         capture_locals=False):
        if limit is None:
            limit = getattr(sys, 'tracebacklimit', None)
            if limit is not None and limit < 0:
                limit = 0
        if limit is not None:
            if limit >= 0:
                frame_gen = islice(frame_gen, limit)
            else:
                from collections import deque
                frame_gen = deque(frame_gen, maxlen=-limit)
        result = klass()
        filenames = {}
        for frame, (line, end_line, column, end_column) in frame_gen:
            code = frame.f_code
            filenames[code.co_filename] = None
            linecache.lazycache(code.co_filename, frame.f_globals)
            result.append(FrameSummary(
                code.co_filename, line, code.co_name, lookup_line=False,
                locals=frame.f_locals if capture_locals else None,
                end_lineno=end_line, colno=column, end_colno=end_column))
        for filename in filenames:
            linecache.checkcache(filename)
        if lookup_lines:
            for summary in result:
                summary.line
        return result

    @classmethod
    def from_list(klass, a_list):
        """Create a StackSummary object from FrameSummary objects or tuples."""
        result = StackSummary()
        for frame in a_list:
            if not isinstance(frame, FrameSummary):
                filename, lineno, name, line = frame
                frame = FrameSummary(filename, lineno, name, line=line)
            result.append(frame)
        return result

    def format_frame_summary(self, frame_summary):
        """Format the lines for a single FrameSummary; None: it is not shown."""
        row = '  File "{}", line {}, in {}\n'.format(
            frame_summary.filename, frame_summary.lineno, frame_summary.name)
        if frame_summary.line:
            row += '    {}\n{}'.format(frame_summary.line.strip(), _format_carets(frame_summary))
        if frame_summary.locals:
            for name in sorted(frame_summary.locals):
                row += f'    {name} = {frame_summary.locals[name]}\n'
        return row

    def format(self):
        """Format the stack ready for printing: a string for each entry."""
        result = []
        last = None
        count = 0
        for summary in self:
            text = self.format_frame_summary(summary)
            if text is None:
                continue
            place = summary.filename, summary.lineno, summary.name
            if place != last or None in place:
                result += _format_repeats(count)
                last = place
                count = 0
            count += 1
            if count <= _RECURSIVE_CUTOFF:
                result.append(text)
        return result + _format_repeats(count)


def _format_repeats(count):
    count -= _RECURSIVE_CUTOFF
    if count <= 0:
        return []
    return [f'  [Previous line repeated {count} more time{"s" if count > 1 else ""}]\n']


# --- Carets ---

def _byte_offset_to_character_offset(text, offset):
    return len(text.encode('utf-8')[:offset].decode('utf-8', errors='replace'))


def _display_width(text, offset):
    """How many columns the first 'offset' characters take; East Asian ones take two."""
    if text.isascii():
        return offset
    from unicodedata import east_asian_width
    return sum(2 if east_asian_width(char) in 'WF' else 1 for char in text[:offset])


def _format_carets(summary):
    """The line that marks which part of the source failed, or ''."""
    if summary.colno is None or summary.end_colno is None:
        return ''
    line = summary._original_line
    stripped = summary.line.strip()
    start = _byte_offset_to_character_offset(line, summary.colno)
    end = _byte_offset_to_character_offset(line, summary.end_colno)
    segment = line[start:end]
    operator = None
    if summary.lineno == summary.end_lineno:
        from _source import operator_span
        operator = operator_span(segment)
    else:  # It goes on below; here it ends with the line.
        end = len(line.rstrip())
    if end - start >= len(stripped) and not operator:
        return ''  # All of the line: nothing to point at.
    margin = _display_width(line, start) + 1 - (len(line) - len(summary.line.lstrip()))
    width = _display_width(line, end) - _display_width(line, start)
    if operator:
        left, right = (_display_width(segment, offset) for offset in operator)
        marks = '~' * left + '^' * (right - left) + '~' * (width - right)
    else:
        marks = '^' * width
    return '    ' + ' ' * margin + marks + '\n'


# --- TracebackException ---

class _ExceptionPrintContext:
    """How deep inside groups of exceptions the text is, which stands behind a margin there."""

    def __init__(self):
        self.seen = set()
        self.depth = 0
        self.need_close = False

    def indent(self):
        return ' ' * (2 * self.depth)

    def emit(self, text_gen, margin_char=None):
        margin = self.indent()
        if self.depth:
            margin += (margin_char or '|') + ' '
        for text in [text_gen] if isinstance(text_gen, str) else text_gen:
            yield ''.join(margin + line for line in text.splitlines(True))


class TracebackException:
    """An exception ready for rendering: it keeps the text of everything, and no references.

    'compact' leaves out what format() would not show.
    """

    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, lookup_lines=True,
                 capture_locals=False, compact=False, max_group_width=15, max_group_depth=10,
                 _seen=None):
        is_outermost = _seen is None
        if is_outermost:
            _seen = set()
        _seen.add(id(exc_value))
        self.max_group_width = max_group_width
        self.max_group_depth = max_group_depth
        self.stack = StackSummary._from_frames(
            _places_in(exc_traceback), limit=limit, lookup_lines=lookup_lines,
            capture_locals=capture_locals)
        self.exc_type = exc_type
        self._str = _shown(exc_value, 'exception')
        self.__notes__ = getattr(exc_value, '__notes__', None)
        if exc_type and issubclass(exc_type, SyntaxError):
            self._load_syntax_place(exc_value)
        if lookup_lines:
            self._load_lines()
        self.__suppress_context__ = (exc_value is not None and exc_value.__suppress_context__)
        if is_outermost:
            def make(exc):
                return TracebackException(
                    type(exc), exc, exc.__traceback__, limit=limit, lookup_lines=lookup_lines,
                    capture_locals=capture_locals, max_group_width=max_group_width,
                    max_group_depth=max_group_depth, _seen=_seen)
            self._load_relatives(exc_value, make, _seen, compact)

    def _load_syntax_place(self, exc_value):
        def text(number):
            return None if number is None else str(number)
        self.filename = exc_value.filename
        self.lineno = text(exc_value.lineno)
        self.end_lineno = text(exc_value.end_lineno)
        self.text = exc_value.text
        self.offset = exc_value.offset
        self.end_offset = exc_value.end_offset
        self.msg = exc_value.msg

    def _load_relatives(self, exc_value, make, seen, compact):
        """Causes, contexts and members: a long chain of them must not recurse."""
        queue = [(self, exc_value)]
        while queue:
            summary, exc = queue.pop()
            cause = context = exceptions = None
            if exc is not None:
                if exc.__cause__ is not None and id(exc.__cause__) not in seen:
                    cause = make(exc.__cause__)
                    queue.append((cause, exc.__cause__))
                wanted = not compact or (cause is None and not exc.__suppress_context__)
                if wanted and exc.__context__ is not None and id(exc.__context__) not in seen:
                    context = make(exc.__context__)
                    queue.append((context, exc.__context__))
                if isinstance(exc, BaseExceptionGroup):
                    exceptions = [make(member) for member in exc.exceptions]
                    queue += zip(exceptions, exc.exceptions)
            summary.__cause__ = cause
            summary.__context__ = context
            summary.exceptions = exceptions

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        """All that is to be shown of an exception."""
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    def _load_lines(self):
        for frame in self.stack:
            frame.line

    def __eq__(self, other):
        if isinstance(other, TracebackException):
            return self.__dict__ == other.__dict__
        return NotImplemented

    def __str__(self):
        return self._str

    def format_exception_only(self):
        """Format the exception part of the traceback: a generator of strings with newlines."""
        if self.exc_type is None:
            yield _last_line(None, self._str)
            return
        name = self.exc_type.__qualname__
        module = self.exc_type.__module__
        if module not in ('__main__', 'builtins'):
            if not isinstance(module, str):
                module = '<unknown>'
            name = module + '.' + name
        if issubclass(self.exc_type, SyntaxError):
            yield from self._format_syntax_error(name)
        else:
            yield _last_line(name, self._str)
        if isinstance(self.__notes__, Sequence):
            for note in self.__notes__:
                yield from [line + '\n' for line in _shown(note, 'note').split('\n')]
        elif self.__notes__ is not None:
            yield _shown(self.__notes__, '__notes__', func=repr)

    def _format_syntax_error(self, stype):
        suffix = ''
        if self.lineno is not None:
            yield '  File "{}", line {}\n'.format(self.filename or '<string>', self.lineno)
        elif self.filename is not None:
            suffix = ' ({})'.format(self.filename)
        if self.text is not None:
            yield from self._format_syntax_text()
        yield '{}: {}{}\n'.format(stype, self.msg or '<no detail available>', suffix)

    def _format_syntax_text(self):
        text = self.text.rstrip('\n')
        stripped = text.lstrip(' \n\f')
        yield '    {}\n'.format(stripped)
        if self.offset is None:
            return
        offset = self.offset
        end_offset = self.end_offset or offset
        if offset == end_offset or end_offset == -1:
            end_offset = offset + 1
        column = offset - 1 - (len(text) - len(stripped))
        if column >= 0:  # Tabs stay, so that the caret stands below what it means.
            space = ''.join(char if char.isspace() else ' ' for char in stripped[:column])
            yield '    {}{}\n'.format(space, '^' * (end_offset - offset))

    def _chain(self):
        """What led to the exception, the last first: (message before what comes next, exception)."""
        exc = self
        while exc:
            message = following = None
            if exc.__cause__ is not None:
                message, following = _cause_message, exc.__cause__
            elif exc.__context__ is not None and not exc.__suppress_context__:
                message, following = _context_message, exc.__context__
            yield message, exc
            exc = following

    def format(self, *, chain=True, _context=None):
        """Format the exception: a generator of strings, the exception itself the last.

        With 'chain' what it came from is shown before it.
        """
        if _context is None:
            _context = _ExceptionPrintContext()
        for message, exc in reversed(list(self._chain())) if chain else [(None, self)]:
            if message is not None:
                yield from _context.emit(message)
            if exc.exceptions is None:
                if exc.stack:
                    yield from _context.emit('Traceback (most recent call last):\n')
                    yield from _context.emit(exc.stack.format())
                yield from _context.emit(exc.format_exception_only())
            elif _context.depth > self.max_group_depth:
                yield from _context.emit(f'... (max_group_depth is {self.max_group_depth})\n')
            else:
                yield from self._format_group(exc, chain, _context)

    def _format_group(self, group, chain, _context):
        is_outermost = _context.depth == 0
        if is_outermost:
            _context.depth += 1
        if group.stack:
            yield from _context.emit('Exception Group Traceback (most recent call last):\n',
                                 margin_char='+' if is_outermost else None)
            yield from _context.emit(group.stack.format())
        yield from _context.emit(group.format_exception_only())
        yield from self._format_members(group.exceptions, chain, _context)
        if is_outermost:
            _context.depth = 0

    def _format_members(self, members, chain, _context):
        width = self.max_group_width
        shown = members if width is None else members[:width]
        more = len(members) - len(shown)
        last = len(shown) if more else len(shown) - 1
        _context.need_close = False
        for i in range(last + 1):
            if i == last:  # Unless a group inside closes the frame with its own.
                _context.need_close = True
            title = i + 1 if i < len(shown) else '...'
            yield (_context.indent() + ('+-' if i == 0 else '  ') +
                   f'+---------------- {title} ----------------\n')
            _context.depth += 1
            if i < len(shown):
                yield from shown[i].format(chain=chain, _context=_context)
            else:
                yield from _context.emit(f'and {more} more exception{"s" if more > 1 else ""}\n')
            if i == last and _context.need_close:
                yield _context.indent() + '+------------------------------------\n'
                _context.need_close = False
            _context.depth -= 1

    def print(self, *, file=None, chain=True):
        """Write it to the file, or to sys.stderr."""
        if file is None:
            file = sys.stderr
        for line in self.format(chain=chain):
            print(line, file=file, end='')
