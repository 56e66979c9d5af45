#!/usr/bin/env python3
"""Writes into test scripts what python3 prints for them, as `# expect:` comments.

    python3 tests/record.py tests/lang/dict/views.py ...

Run from the root of the repository, with CPython 3.11: its word is what the tests hold gilbox to.
Comments that are there are replaced. A line of output goes beside the statement at the top level of
the script that printed it, or below it when there are several; what cannot be told apart (threads,
os.write) goes to the end. See tests/unit/test_scripts.c for the comments; two more are for here:

    # record: below     put nothing beside a statement (its text shows in a traceback)
    # record: stderr    expect every line of standard error, not only the last
"""
import ast
import io
import os
import re
import shlex
import subprocess
import sys
import threading

COLUMN = 40
WIDTH = 99
MARK = re.compile(r'[ \t]*# expect( error| stderr)?:.*$')
VERSION = (3, 11)


def strip(source):
    """The script without its expectations."""
    lines = []
    for line in source.splitlines():
        if re.match(r'# (expect)( error| stderr)?:', line.strip()):
            continue
        lines.append(MARK.sub('', line) if '# expect' in line else line)
    return '\n'.join(lines).rstrip('\n') + '\n'


def header(source, key):
    return re.findall(rf'^# {key}: ?(.*)$', source, re.M)


def run(path, source):
    """The script on its own: (stdout, stderr, status)."""
    argv = shlex.split(' '.join(header(source, 'argv')))
    done = subprocess.run([sys.executable, path, *argv], capture_output=True, timeout=120,
                          input=''.join(line + '\n' for line in header(source, 'stdin')).encode())
    return done.stdout.decode(), done.stderr.decode(), done.returncode


class Tracer(io.StringIO):
    """A standard output that knows which line of the script wrote what."""

    def __init__(self, path):
        super().__init__()
        self.path, self.lines = path, []

    def write(self, text):
        place = self.place()
        for part in text.splitlines(keepends=True):
            if self.lines and not self.lines[-1][1].endswith('\n'):
                self.lines[-1][1] += part
            else:
                self.lines.append([place, part])
        return len(text)

    def place(self):
        """The line at the top level: of this thread, or else where the main thread is."""
        main = sys._current_frames()[threading.main_thread().ident]
        return self.top_line(sys._getframe(2)) or self.top_line(main)

    def top_line(self, frame):
        while frame and not (frame.f_code.co_filename == self.path
                             and frame.f_code.co_name == '<module>'):
            frame = frame.f_back
        return frame.f_lineno if frame else 0


def trace(path, source):
    """Runs the script here, in a child: [(line, text)] and the line it failed at."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        tracer, failed = Tracer(path), 0
        sys.path[0], sys.argv[:] = os.path.dirname(path), [path, *shlex.split(
            ' '.join(header(source, 'argv')))]
        sys.stdin = io.StringIO(''.join(line + '\n' for line in header(source, 'stdin')))
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1), os.dup2(null, 2)
        sys.stdout = tracer
        module = type(sys)('__main__')
        module.__file__, sys.modules['__main__'] = path, module
        sys.excepthook = lambda *error: None
        try:
            exec(compile(source, path, 'exec'), module.__dict__)
        except BaseException as error:
            walk = error.__traceback__
            while walk:
                if walk.tb_frame.f_code.co_filename == path:
                    failed = failed or walk.tb_lineno
                walk = walk.tb_next
        with open(writer, 'w') as file:
            file.write(repr((tracer.lines, failed)))
        os._exit(0)
    os.close(writer)
    with open(reader) as file:
        text = file.read()
    os.waitpid(pid, 0)
    return ast.literal_eval(text) if text else ([], 0)


def simple_statements(body):
    for statement in body:
        inner = [part for field in ('body', 'orelse', 'finalbody') for part in
                 getattr(statement, field, [])]
        for handler in getattr(statement, 'handlers', []) + getattr(statement, 'cases', []):
            inner += handler.body
        if inner and not isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield from simple_statements(inner)
            for part in (getattr(statement, field, None) for field in ('test', 'iter', 'subject')):
                if part is not None:
                    yield part
        else:
            yield statement


class Notes:
    """Where each comment goes: at the end of a line, or on lines of their own below it."""

    def __init__(self, source, below):
        self.lines = source.splitlines()
        self.tree = ast.parse(source)
        self.only_below = below
        self.beside, self.below = {}, {}

    def add_statement(self, top, outputs):
        """`outputs`: [(line, comment)] of one statement of the top level."""
        ends = {}
        for part in simple_statements([top]):
            for line in range(part.lineno, part.end_lineno + 1):
                ends.setdefault(line, part.end_lineno)
        places = [ends.get(line, 0) for line, _ in outputs]
        simple = hasattr(top, 'decorator_list') or len(ends) == 0 or list(ends.values()) == [top.end_lineno] * len(ends)
        if simple:
            places = [top.end_lineno] * len(outputs)
        elif 0 in places or places != sorted(places):
            places = [top.end_lineno] * len(outputs)
            simple = True
        for place in sorted(set(places)):
            comments = [comment for (_, comment), at in zip(outputs, places) if at == place]
            indent = '' if simple else self.indent(place)
            self.add(place, comments, indent)

    def indent(self, line):
        text = self.lines[line - 1]
        return text[:len(text) - len(text.lstrip())]

    def add(self, line, comments, indent):
        text = self.lines[line - 1]
        column = max(COLUMN, len(text) + 2)
        if len(comments) == 1 and not self.only_below and line not in self.beside \
                and column + len(comments[0]) <= WIDTH and not text.lstrip().startswith('#'):
            self.beside[line] = text.ljust(column) + comments[0]
        else:
            self.below.setdefault(line, []).extend(indent + comment for comment in comments)

    def text(self):
        result = []
        for number, line in enumerate(self.lines, 1):
            result.append(self.beside.get(number, line))
            result += self.below.get(number, [])
        return '\n'.join(result) + '\n'


def annotate(path, plain, current):
    """The script with comments for what python3 makes of it as it is on disk (`current`)."""
    output, errors, status = run(path, current)
    lines, failed = trace(os.path.abspath(path), plain)
    known = ''.join(text for _, text in lines) == output
    if not known and ''.join(text for _, text in lines) != output:
        lines = [[line, text] for (line, _), text in zip(lines, output.splitlines(keepends=True))] \
            if len(lines) == len(output.splitlines()) else []
        known = bool(lines)
    notes = Notes(plain, 'below' in header(plain, 'record'))
    end = []
    fatal = 'Traceback (most recent call last)' in errors or 'Error' in errors.splitlines()[-1:]
    if known:
        for top in notes.tree.body:
            first = min([top.lineno, *(d.lineno for d in getattr(top, 'decorator_list', []))])
            mine = [(line, ('# expect: ' + text).rstrip()) for line, text in lines
                    if first <= line <= top.end_lineno]
            lines = [(line, text) for line, text in lines if not first <= line <= top.end_lineno]
            if first <= failed <= top.end_lineno and status == 1 and errors and \
                    'stderr' not in header(plain, 'record'):
                mine.append((failed, '# expect error: ' + errors.splitlines()[-1]))
                fatal = False
            if mine:
                notes.add_statement(top, mine)
        end += ['# expect: ' + text.rstrip('\n') for line, text in lines if line == 0]
    else:
        end += ['# expect: ' + text for text in output.splitlines()]
    if 'stderr' in header(plain, 'record') or (errors and status != 1):
        here = os.getcwd() + '/'
        for text in errors.splitlines():
            if text.startswith('  File "/') and here not in text or 'tracemalloc' in text:
                continue  # CPython's library; advice on what gilbox lacks
            end.append('# expect stderr: ' + text.split(here, 1)[-1].split(' at 0x')[0])
    elif status == 1 and errors and not any('# expect error' in comment for comments in
                                            [notes.beside.values(), *notes.below.values()]
                                            for comment in comments):
        end.append('# expect error: ' + errors.splitlines()[-1])
    elif status == 0 and errors:
        print(f'{path}: writes to standard error: add "# record: stderr" if it should\n{errors}')
    if status not in (0, 1) or status == 1 and not errors:
        if header(plain, 'exit') != [str(status)]:
            print(f'{path}: exit status is {status}: add "# exit: {status}"')
    if status == 1 and 'stderr' in header(plain, 'record') and header(plain, 'exit') != ['1']:
        print(f'{path}: add "# exit: 1"')
    return notes.text() + ''.join(comment + '\n' for comment in end)


def record(path):
    with open(path) as file:
        before = file.read()
    current, plain = before, strip(before)
    for _ in range(4):
        new = annotate(path, plain, current)
        if new == current:
            break
        current = new
        with open(path, 'w') as file:
            file.write(current)
    else:
        print(f'{path}: prints something else each time')
    if current.count('\n') > 60:
        print(f'{path}: {current.count(chr(10))} lines')


if sys.version_info[:2] != VERSION or sys.implementation.name != 'cpython':
    sys.exit('expectations come from CPython %d.%d' % VERSION)
for name in sys.argv[1:]:
    try:
        record(name)
    except Exception as error:
        print(f'{name}: {type(error).__name__}: {error}')
