"""gilbox sweep: a script under one setting after the other along an axis, as a table and a curve."""

import csv
import io
import re
import sys

from _lab import settings, svg, text
from _lab.runs import Setting, interleave

UNITS = {'s': 1.0, 'ms': 1e-3, 'us': 1e-6, 'ns': 1e-9}

METRICS = {
    'wall': ('wall time', 's'),
    'cpu': ('CPU time', 's'),
    'switches': ('times the lock was taken', ''),
    'waited': ('time waited for the lock', 's'),
    'failed_wakes': ('failed wake-ups', ''),
    'longest_wait': ('longest wait for the lock', 's'),
    'printed': ('the last number printed', ''),
}


def main(arguments):
    parser = settings.parser('sweep', 'Run a script along an axis, and plot what it does.',
                             varied=('switch-interval', 'check-interval', 'cores'))
    axis = parser.add_argument_group('the axis, one of').add_mutually_exclusive_group(required=True)
    axis.add_argument('--switch-interval', metavar='LOW..HIGH', help='0.1ms..100ms')
    axis.add_argument('--check-interval', metavar='LOW..HIGH', help='1..10000 ticks')
    axis.add_argument('--cores', metavar='LOW..HIGH', help='1..16 (implies --clock virtual)')
    axis.add_argument('--threads', metavar='LOW..HIGH',
                      help="1..8; the script's {} are replaced by the number")
    parser.add_argument('--points', metavar='N', type=settings.positive, default=7,
                        help='how many points (default %(default)s)')
    parser.add_argument('--metric', choices=METRICS, default='wall',
                        help='what to plot (default %(default)s)')
    parser.add_argument('--csv', metavar='FILE', help='write the figures; - is standard output')
    parser.add_argument('--svg', metavar='FILE', help='write the curves; - is standard output')
    options = parser.parse_args(arguments)
    settings.check_script(parser, options)

    name = next(name for name in ('switch_interval', 'check_interval', 'cores', 'threads')
                if getattr(options, name))
    try:
        points = axis_points(name, getattr(options, name), options.points)
    except ValueError as error:
        parser.error(f'--{name.replace("_", "-")}: {error}')
    curves = sweep(options, name, points)
    report(options, name, points, curves)
    return 0


# --- The axis --------------------------------------------------------------------------------

def axis_points(name, text, count):
    """The points of 'LOW..HIGH', evenly spaced on a logarithmic scale, as numbers."""
    low_text, dots, high_text = text.partition('..')
    if not dots:
        raise ValueError(f'{text!r} is not a range, LOW..HIGH')
    read = read_time if name == 'switch_interval' else read_count
    low, high = read(low_text), read(high_text)
    if low > high:
        raise ValueError(f'{text!r} goes down, not up')
    if count == 1 or low == high:
        return [low]
    points = [low * (high / low) ** (i / (count - 1)) for i in range(count)]
    if name != 'switch_interval':
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
    return text.duration(point) if name == 'switch_interval' else f'{point:,}'


# --- Running ---------------------------------------------------------------------------------

def settings_at(options, name, point):
    """One setting for each lock, at this point of the axis."""
    for lock_name, lock in settings.locks(options):
        words = [*lock, *settings.passed_on(options, lock_name,
                                            str(point) if name == 'cores' else None)]
        if name == 'switch_interval':
            words += ['--switch-interval', f'{point:.9f}']
        elif name == 'check_interval':
            words += ['--check-interval', str(point)]
        yield Setting.of_gilbox(lock_name, words)


def sweep(options, name, points):
    """{lock: [setting at each point]}, all run."""
    if not options.versions and not options.gil:
        options.versions = ['2.7' if name == 'check_interval' else '3.12']
    curves = {}
    total = len(points) * options.runs * len(settings.locks(options))
    with text.Progress(total) as progress:
        for point in points:
            script = [word.replace('{}', str(point)) for word in options.script] \
                if name == 'threads' else options.script
            row = list(settings_at(options, name, point))
            interleave(row, script, options.runs, options.timeout, progress)
            for setting in row:
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
        return last_number(setting.runs[-1].output)
    return setting.median(metric)


def last_number(output):
    numbers = re.findall(r'-?\d[\d,_]*\.?\d*(?:e[-+]?\d+)?', output)
    return float(numbers[-1].replace(',', '').replace('_', '')) if numbers else None


# --- Outputs ---------------------------------------------------------------------------------

def report(options, name, points, curves):
    label, unit = METRICS[options.metric]
    axis = name.replace('_', ' ') + (' (s)' if name == 'switch_interval' else '')
    plotted = {lock: [(point, y) for point, setting in zip(points, row)
                      if (y := value(setting, options.metric)) is not None and y > 0]
               for lock, row in curves.items()}
    if '-' not in (options.csv, options.svg):
        print_table(options, name, points, curves)
        if any(len(curve) > 1 for curve in plotted.values()):
            print()
            for line in text.Plot(plotted, axis, f'{label} ({unit})' if unit else label).lines():
                print(line)
    if options.csv:
        text.write_file(options.csv, as_csv(name, points, curves))
    if options.svg:
        title = f'{options.script[0]}: {label}'
        text.write_file(options.svg, svg.curves(plotted, axis, f'{label} ({unit})', title))


def print_table(options, name, points, curves):
    metric = options.metric
    show = text.duration if METRICS[metric][1] == 's' else text.digits
    rows = [(name.replace('_', ' '), *curves)]
    for i, point in enumerate(points):
        cells = [show(value(row[i], metric)) + (f' ({row[i].failure})' if row[i].failure else '')
                 for row in curves.values()]
        rows.append((show_point(name, point), *cells))
    print(f'{options.script[0]}: {METRICS[metric][0]}, median of {options.runs}')
    for line in text.table(rows):
        print(line)


def as_csv(name, points, curves):
    file = io.StringIO()
    writer = csv.writer(file, lineterminator='\n')
    writer.writerow(['lock', name, *METRICS])
    for lock, row in curves.items():
        for point, setting in zip(points, row):
            writer.writerow([lock, point, *(value(setting, metric) for metric in METRICS)])
    return file.getvalue()


if __name__ == '__main__':
    text.run(main)
