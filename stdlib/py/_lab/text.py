"""What the commands draw on a terminal: tables, a progress bar, plots."""

import math
import os
import shutil
import sys


def run(main):
    """Run a command. What ends it early is said in a line at most. A stream that was closed is opened
    on nothing, in its old place, since the lowest number that is free comes first."""
    for name, mode in ('stdin', 'r'), ('stdout', 'w'), ('stderr', 'w'):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode))
    try:
        status = main(sys.argv[1:])
        sys.stdout.flush()
    except KeyboardInterrupt:
        status = 130
    except BrokenPipeError:
        status = 141
    except OSError as error:
        print(f'gilbox: {error.filename or "standard output"}: {error.strerror}', file=sys.stderr)
        status = 1
    if status in (1, 141):      # What cannot be written is not tried again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.exit(status)


def width():
    return shutil.get_terminal_size((100, 24)).columns


def has_unicode():
    """Does the locale have it? The first of the variables that is set says it: 'de_DE.UTF-8'."""
    values = (os.environ.get(name) for name in ('LC_ALL', 'LC_CTYPE', 'LANG'))
    return 'utf' in next(filter(None, values), '').lower()


def duration(seconds):
    """Three digits and a unit: '1.25 s', '830 ms', '-' for None."""
    if seconds is None:
        return '-'
    for unit, size in (('s', 1), ('ms', 1e-3), ('us', 1e-6)):
        if abs(seconds) >= size:
            return f'{digits(seconds / size)} {unit}'
    return '0' if seconds == 0 else f'{digits(seconds / 1e-9)} ns'


def digits(number):
    """Three significant digits, never as a power of ten."""
    if number is None:
        return '-'
    if number == 0:
        return '0'
    after = max(0, 2 - math.floor(math.log10(abs(number))))
    text = f'{number:.{after}f}'
    return text.rstrip('0').rstrip('.') if '.' in text else text


def percent(number):
    return '-' if number is None else f'{number:.0%}'


def plural(count, noun):
    """A count, as a number or in digits, of some things: '1 run', '5 runs'."""
    return f'{count} {noun}{"s" * (str(count) != "1")}'


def count(number):
    return '-' if number is None else f'{round(number):,}'


def table(rows, left=1):
    """Rows of cells as lines; the first row is the head, the first `left` columns are words."""
    rows = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        cells = [cell.ljust(size) if i < left else cell.rjust(size)
                 for i, (cell, size) in enumerate(zip(row, widths))]
        yield '  '.join(cells).rstrip()


class Progress:
    """A bar on standard error while something takes long, if that is a terminal. Whoever prints
    meanwhile hides it first."""

    def __init__(self, total):
        self.total = max(total, 1)
        self.done = 0
        self.shown = sys.stderr.isatty()

    def step(self, what):
        if self.shown:
            room = max(5, min(30, width() - len(what) - 14))
            full = room * self.done // self.total
            bar = '#' * full + '.' * (room - full)
            self.write(f'[{bar}] {self.done}/{self.total} {what}')
        self.done += 1

    def write(self, text):
        print('\r\x1b[K' + text[:width() - 1], end='', file=sys.stderr, flush=True)

    def hide(self):
        if self.shown:
            self.write('')

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.hide()


LETTERS = 'abcdefghijklmnopqrstuvwxyz'
DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))


class Plot:
    """Curves over a logarithmic x axis, in dots of braille, or in letters where there is none.

    curves: {name: [(x, y), ...]}, every x and y above zero.
    """

    def __init__(self, curves, x_label, y_label, columns=None, rows=16, unicode=None):
        self.curves = curves
        self.x_label, self.y_label = x_label, y_label
        self.unicode = has_unicode() if unicode is None else unicode
        points = [point for curve in curves.values() for point in curve]
        self.x_low, self.x_high = bounds(x for x, _ in points)
        self.y_low, self.y_high = bounds(y for _, y in points)
        self.columns = max(10, (columns or width()) - 12)
        self.rows = rows

    def place(self, x, y, across, down):
        """The cell of a point on a grid of that many cells."""
        return (round(part(x, self.x_low, self.x_high) * (across - 1)),
                round((1 - part(y, self.y_low, self.y_high)) * (down - 1)))

    def lines(self):
        body = self.braille() if self.unicode else self.letters()
        for row, text in enumerate(body):
            label = {0: digits(self.y_high), self.rows - 1: digits(self.y_low)}.get(row, '')
            yield f'{label:>9} |{text}'.rstrip(' \u2800')
        low, high = digits(self.x_low), digits(self.x_high)
        yield ' ' * 10 + '+' + '-' * self.columns
        yield ' ' * 11 + low + high.rjust(self.columns - len(low))
        yield f'{self.y_label} over {self.x_label}, both axes logarithmic'
        if len(self.curves) > 1:
            yield '   '.join(f'{letter} {name}' for letter, name in zip(LETTERS, self.curves))

    def letters(self):
        return [''.join(row) for row in self.lettered([[' '] * self.columns
                                                       for _ in range(self.rows)])]

    def lettered(self, grid):
        """With each curve's letter at its points; a * where several meet."""
        taken = {}
        for letter, curve in zip(LETTERS, self.curves.values()):
            for x, y in curve:
                column, row = self.place(x, y, self.columns, self.rows)
                other = taken.setdefault((column, row), letter)
                grid[row][column] = letter if other == letter else '*'
        return grid

    def braille(self):
        grid = [[0x2800] * self.columns for _ in range(self.rows)]
        for curve in self.curves.values():
            dots = [self.place(x, y, self.columns * 2, self.rows * 4) for x, y in curve]
            for start, end in zip(dots, dots[1:] or dots):
                for column, row in between(start, end):
                    grid[row // 4][column // 2] |= DOTS[row % 4][column % 2]
        grid = [list(map(chr, row)) for row in grid]
        return [''.join(row) for row in (self.lettered(grid) if len(self.curves) > 1 else grid)]


def bounds(values):
    """The lowest and the highest, never the same."""
    values = sorted(values)
    if not values:
        return 1.0, 10.0
    return (values[0], values[-1]) if values[0] < values[-1] else (values[0] / 2, values[0] * 2)


def part(value, low, high):
    """Where on a logarithmic axis a value lies, from 0 to 1."""
    return math.log(value / low) / math.log(high / low)


def between(start, end):
    """The dots of a straight line."""
    steps = max(abs(end[0] - start[0]), abs(end[1] - start[1]), 1)
    for step in range(steps + 1):
        yield (start[0] + round((end[0] - start[0]) * step / steps),
               start[1] + round((end[1] - start[1]) * step / steps))


def write_file(path, text):
    """Write a result where the user wants it; '-' is standard output."""
    if path == '-':
        print(text, end='')
        return
    try:
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
    except OSError as error:
        sys.exit(f'gilbox: {path}: {error.strerror}')
    print(f'{path} written', file=sys.stderr)
