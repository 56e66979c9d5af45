"""gilbox compare: the same script under one lock after the other."""

import csv
import io
import json
import re
import sys

from _lab import settings, text
from _lab.runs import Setting, interleave

COLUMNS = ('wall', 'cpu', 'switches', 'waited', 'failed_wakes')


def main(arguments):
    parser = settings.parser('compare', 'Run a script under several locks, and compare.')
    parser.add_argument('--against', metavar='NAME=PATH,...', type=settings.others, default=[],
                        help='real interpreters to compare with: python3.11=/usr/bin/python3.11')
    parser.add_argument('--json', metavar='FILE', help='write the figures; - is standard output')
    parser.add_argument('--csv', metavar='FILE', help='write the figures; - is standard output')
    parser.add_argument('--html', metavar='FILE', help='write a page with timelines')
    options = parser.parse_args(arguments)
    settings.check_script(parser, options)

    compared = gilbox_settings(options) + options.against
    with text.Progress(len(compared) * options.runs) as progress:
        interleave([(setting, options.script) for setting in compared], options.runs,
                   options.timeout, progress)
    refusal = usage_error(compared)
    if refusal:
        return settings.fail(refusal, 2)
    if '-' not in (options.json, options.csv):
        print_table(compared, options)
    if options.json:
        text.write_file(options.json, as_json(compared, options))
    if options.csv:
        text.write_file(options.csv, as_csv(compared))
    if options.html:
        from _lab import page
        text.write_file(options.html, page.comparison(compared, options))
    return 1 if all(setting.failure for setting in compared) else 0


def gilbox_settings(options):
    """Every lock with every number of cores."""
    result = []
    for name, lock in settings.locks(options):
        for cores in options.cores or [None]:
            label = name if cores is None else f'{name}, {text.plural(cores, "core")}'
            result.append(Setting.of_gilbox(label, lock + settings.passed_on(options, name, cores)))
    return result


def usage_error(compared):
    """What gilbox said when it refused the options, or None. Its status for that is 2, and the
    script has not run."""
    for setting in compared:
        for run in setting.runs:
            if setting.reports and run.status == 2 and run.errors.startswith('gilbox: '):
                return f'{setting.name}: ' + run.errors.partition('\n')[0].removeprefix('gilbox: ')
    return None


# --- Outputs ---------------------------------------------------------------------------------

def comparable(output):
    """A run's output without what differs in every run: numbers with a decimal point, and how many
    blanks align them."""
    return re.sub(r'[ \t]*\d+\.\d+(e[-+]?\d+)?', ' #', output)


def letters(compared):
    """A letter for each output that differs from those before it: {text: 'A'}."""
    found = {}
    for setting in compared:
        for run in setting.runs:
            found.setdefault(comparable(run.output), len(found))
    return {output: chr(ord('A') + number) if number < 26 else '*'
            for output, number in found.items()}


def outputs_of(setting, known):
    return ''.join(sorted({known[comparable(run.output)] for run in setting.runs}))


def telling_line(output, others):
    """The first line of an output that the first of the others does not have in its place."""
    lines = output.splitlines()
    model = others[0].splitlines() if others else []
    for i, line in enumerate(lines):
        if i >= len(model) or model[i] != line:
            return line
    return f'({len(lines)} lines)'


def print_outputs(known):
    """Which output is which, when there are several."""
    if len(known) < 2:
        return
    outputs = list(known)
    print('\nThe outputs differ (times aside):')
    for output, letter in list(known.items())[:8]:
        others = [other for other in outputs if other != output]
        print(f'  {letter}  {telling_line(output, others)[:text.width() - 6]}')
    if len(known) > 8:
        print(f'  ... {len(known)} in all')


def print_failures(compared):
    """The last words of the runs that failed."""
    for setting in compared:
        run = next((run for run in setting.runs if run.failure), None)
        words = run.errors.strip().splitlines() if run else []
        if words:
            print(f'\n{setting.name}, {run.failure}: {words[-1]}'[:text.width()])


# --- Results ---------------------------------------------------------------------------------

def ratio(setting, compared):
    """Its wall time, over that of the first setting whose runs came to an end; None for one whose
    runs did not."""
    first = next((other for other in compared if not other.timed_out), None)
    if first is None or setting.timed_out or not first.median('wall'):
        return None
    return setting.median('wall') / first.median('wall')


def cells(setting, compared):
    """A row of the table, up to `failed wakes`."""
    return (setting.name, text.duration(setting.median('wall')),
            text.percent(setting.spread('wall')), text.duration(setting.median('cpu')),
            text.digits(ratio(setting, compared)), text.count(setting.median('switches')),
            text.duration(setting.median('waited')), text.count(setting.median('failed_wakes')))


def print_table(compared, options):
    known = letters(compared)
    rows = [('', 'wall', '+-', 'CPU', 'ratio', 'switches', 'waited', 'failed wakes', 'output', '')]
    for setting in compared:
        rows.append((*cells(setting, compared), outputs_of(setting, known),
                     setting.failure or ''))
    print(f'{options.script[0]}: medians of {text.plural(options.runs, "run")}')
    for line in text.table(rows):
        print(line)
    print_outputs(known)
    print_failures(compared)


def figures(setting, compared, known):
    result = {'name': setting.name, 'command': setting.words, 'failure': setting.failure,
              'ratio': ratio(setting, compared), 'outputs': outputs_of(setting, known)}
    for column in COLUMNS:
        result[column] = setting.median(column)
    result['wall_spread'] = setting.spread('wall')
    return result


def as_json(compared, options):
    known = letters(compared)
    rows = []
    for setting in compared:
        row = figures(setting, compared, known)
        row['runs'] = [{'wall': run.wall, 'cpu': run.cpu, 'status': run.status,
                        'timed_out': run.timed_out, 'output': known[comparable(run.output)],
                        'lock': run.stats} for run in setting.runs]
        rows.append(row)
    return json.dumps({'script': options.script, 'settings': rows,
                       'outputs': {letter: output for output, letter in known.items()}},
                      indent=1) + '\n'


def as_csv(compared):
    known = letters(compared)
    rows = [figures(setting, compared, known) for setting in compared]
    for row in rows:
        row['command'] = ' '.join(row['command'])
    file = io.StringIO()
    writer = csv.DictWriter(file, list(rows[0]), lineterminator='\n')
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


if __name__ == '__main__':
    text.run(main)
