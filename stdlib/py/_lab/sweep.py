"""gilbox sweep: a script under one setting after the other along an axis, as a table and curves."""

import csv
import io
import itertools
import re
import statistics
import sys

from _lab import settings, svg, text
from _lab.runs import Setting, interleave

UNITS = {'s': 1.0, 'ms': 1e-3, 'us': 1e-6, 'ns': 1e-9}

METRICS = {
    'wall': ('wall time', 's'),
    'cpu': ('CPU time', 's'),
    'switches': ('switches from thread to thread', ''),
    'waited': ('time waited for the lock', 's'),
    'failed_wakes': ('failed wake-ups', ''),
    'longest_wait': ('longest wait for the lock', 's'),
    'printed': ('the last number printed', ''),
}

AXES = ('switch-interval', 'check-interval', 'cores', 'threads')


def main(arguments):
    parser = settings.parser('sweep', 'Run a script along an axis, and plot what it does.',
                             varied=('switch-interval', 'check-interval', 'cores'))
    axes = parser.add_argument_group(
        'the axis', 'One of these is a range. Others may be values, 1,2,4: a curve each.')
    axes.add_argument('--switch-interval', metavar='LOW..HIGH', help='0.1ms..100ms')
    axes.add_argument('--check-interval', metavar='LOW..HIGH', help='1..10000 ticks')
    axes.add_argument('--cores', metavar='LOW..HIGH', help='1..16 (implies --clock virtual)')
    axes.add_argument('--threads', metavar='LOW..HIGH',
                      help="1..8; each {} in the script's arguments becomes the number")
    parser.add_argument('--points', metavar='N', type=settings.positive, default=7,
                        help='how many points (default %(default)s)')
    parser.add_argument('--metric', choices=METRICS, default='wall',
                        help='what to plot (default %(default)s)')
    parser.add_argument('--csv', metavar='FILE', help='write the figures; - is standard output')
    parser.add_argument('--svg', metavar='FILE', help='write the curves; - is standard output')
    options = parser.parse_args(arguments)
    settings.check_script(parser, options)

    try:
        axis, points, fixed = choose_axis(options)
    except ValueError as error:
        parser.error(str(error))
    if (axis == 'threads' or 'threads' in fixed) and '{}' not in ' '.join(options.script[1:]):
        parser.error("--threads: where does the script take the number? put {} among its arguments")
    curves = sweep(options, axis, points, fixed)
    report(options, axis, points, curves)
    return 0


# --- The axis --------------------------------------------------------------------------------

def choose_axis(options):
    """The axis, its points, and {name: values} of what else is varied, a curve for each value."""
    given = {name: text for name in AXES if (text := getattr(options, name.replace('-', '_')))}
    ranges = [name for name, text in given.items() if '..' in text]
    if not given:
        raise ValueError(f'which axis? one of --{", --".join(AXES)} is required')
    if len(ranges) > 1:
        raise ValueError(f'--{ranges[1]}: one range at a time; give values, 1,2,4')
    axis = ranges[0] if ranges else next(iter(given))
    fixed = {}
    for name, text in given.items():
        try:
            if name == axis:
                points = axis_points(name, text, options.points)
            else:
                fixed[name] = [reader_of(name)(word) for word in text.split(',')]
        except ValueError as error:
            raise ValueError(f'--{name}: {error}') from None
    return axis, points, fixed


def reader_of(name):
    return read_time if name == 'switch-interval' else read_count


def axis_points(name, text, count):
    """The points of 'LOW..HIGH', evenly spaced on a logarithmic scale, as numbers."""
    low_text, dots, high_text = text.partition('..')
    if not dots:
        raise ValueError(f'{text!r} is not a range, LOW..HIGH')
    read = reader_of(name)
    low, high = read(low_text), read(high_text)
    if low > high:
        raise ValueError(f'{text!r} goes down, not up')
    if count == 1 or low == high:
        return [low]
    points = [low * (high / low) ** (i / (count - 1)) for i in range(count)]
    if name != 'switch-interval':
        points = sorted({round(point) for point in points})
    return points


def read_time(text):
    number, unit = re.fullmatch(r'\s*([\d.]+)\s*([a-z]*)\s*', text).groups() \
        if re.fullmatch(r'\s*[\d.]+\s*[a-z]*\s*', text) else ('', '')
    if unit not in UNITS and unit != '' or not number.strip('.'):
        raise ValueError(f'{text!r} is not a time such as 5ms')
    seconds = float(number) * UNITS.get(unit, 1.0)
    if not seconds > 0:
        raise ValueError(f'{text!r} is not a positive time')
    return seconds


def read_count(text):
    if not text.strip().isdigit() or int(text) < 1:
        raise ValueError(f'{text!r} is not a positive number')
    return int(text)


def show_point(name, point):
    return text.duration(point) if name == 'switch-interval' else f'{point:,}'


def show_value(name, value):
    """A value as part of a curve's name."""
    if name == 'switch-interval':
        return text.duration(value)
    noun = 'ticks' if name == 'check-interval' else name
    return f'{value:,} {noun if value != 1 else noun[:-1]}'


# --- Running ---------------------------------------------------------------------------------

def settings_at(options, values):
    """One setting for each lock, with these values of what is varied."""
    for lock_name, lock in settings.locks(options):
        cores = str(values['cores']) if 'cores' in values else None
        words = [*lock, *settings.passed_on(options, lock_name, cores, AXES)]
        if 'switch-interval' in values:
            words += ['--switch-interval', f'{values["switch-interval"]:.9f}']
        if 'check-interval' in values:
            words += ['--check-interval', str(values['check-interval'])]
        yield Setting.of_gilbox(lock_name, words)


def runs_at(options, axis, point, fixed):
    """A setting and a script for each curve, at this point of the axis."""
    for combination in itertools.product(*fixed.values()):
        values = dict(zip(fixed, combination))
        labels = [show_value(name, value) for name, value in values.items()]
        values[axis] = point
        script = options.script
        if 'threads' in values:
            script = [word.replace('{}', str(values['threads'])) for word in script]
        for setting in settings_at(options, values):
            setting.name = ', '.join([setting.name, *labels])
            yield setting, script


def sweep(options, axis, points, fixed):
    """{curve: [setting at each point]}, all run."""
    if not (options.versions or options.gil or options.plugins):
        counts_ticks = 'check-interval' in (axis, *fixed)
        options.versions = ['2.7' if counts_ticks else '3.12']
    curves = {}
    rows = [list(runs_at(options, axis, point, fixed)) for point in points]
    with text.Progress(sum(map(len, rows)) * options.runs) as progress:
        for row in rows:
            interleave(row, options.runs, options.timeout, progress)
            for setting, _ in row:
                curves.setdefault(setting.name, []).append(setting)
                refuse(setting)
    return curves


def refuse(setting):
    """End here when gilbox did not take the options: it says why in a line, with status 2."""
    for run in setting.runs:
        if run.status == 2 and run.errors.startswith('gilbox: '):
            sys.exit(settings.fail(run.errors.partition('\n')[0].removeprefix('gilbox: '), 2))


def value(setting, metric):
    if metric == 'printed':
        numbers = [number for run in setting.runs if (number := last_number(run.output)) is not None]
        return statistics.median(numbers) if numbers else None
    return setting.median(metric)


def last_number(output):
    numbers = re.findall(r'-?\d[\d,_]*\.?\d*(?:e[-+]?\d+)?', output)
    return float(numbers[-1].replace(',', '').replace('_', '')) if numbers else None


# --- Outputs ---------------------------------------------------------------------------------

def report(options, name, points, curves):
    label, unit = METRICS[options.metric]
    axis = name.replace('-', ' ') + (' (s)' if name == 'switch-interval' else '')
    measured = f'{label} ({unit})' if unit else label
    plotted = {lock: [(point, y) for point, setting in zip(points, row)
                      if (y := value(setting, options.metric)) is not None and y > 0]
               for lock, row in curves.items()}
    if '-' not in (options.csv, options.svg):
        print_table(options, name, points, curves)
        if any(len(curve) > 1 for curve in plotted.values()):
            print()
            for line in text.Plot(plotted, axis, measured).lines():
                print(line)
    if options.csv:
        text.write_file(options.csv, as_csv(name, points, curves))
    if options.svg:
        title = f'{options.script[0]}: {label}'
        text.write_file(options.svg, svg.curves(plotted, axis, measured, title))


def print_table(options, name, points, curves):
    metric = options.metric
    show = text.duration if METRICS[metric][1] == 's' else text.digits
    rows = [(name.replace('-', ' '), *curves)]
    for i, point in enumerate(points):
        cells = [show(value(row[i], metric)) + (f' ({row[i].failure})' if row[i].failure else '')
                 for row in curves.values()]
        rows.append((show_point(name, point), *cells))
    print(f'{options.script[0]}: {METRICS[metric][0]}, median of '
          f'{text.plural(options.runs, "run")}')
    for line in text.table(rows):
        print(line)


def as_csv(name, points, curves):
    file = io.StringIO()
    writer = csv.writer(file, lineterminator='\n')
    writer.writerow(['lock', name.replace('-', '_'), *METRICS])
    for lock, row in curves.items():
        for point, setting in zip(points, row):
            writer.writerow([lock, point, *(value(setting, metric) for metric in METRICS)])
    return file.getvalue()


if __name__ == '__main__':
    text.run(main)
