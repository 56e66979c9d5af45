"""The page that `gilbox compare --html` writes: a table, and the timelines on a common axis.

It is a timeline's page, which can show any number of runs: each setting writes one, and here their
runs are put into one.
"""
import json
import os
import tempfile

from _lab import text
from _lab.runs import Setting, measure
from _lab.svg import escape

RUN = '<script type="application/json" class="run">{'
CODE = '<script>\n'         # Follows the runs.
EVENTS = '131072'           # The latest so many per thread: there are several timelines.

NOTE = ('<p>Medians of {runs}. The timelines are of one more run each, on one axis: what is longer '
        'took longer.</p>\n')


def comparison(compared, options):
    """The page as text. Runs each setting of gilbox once more, with a trace."""
    with tempfile.TemporaryDirectory() as folder:
        head, _, tail = timeline(Setting.of_gilbox('', []), ['-c', ''], None, folder)
        runs = timelines(compared, options, folder)
    title = f'{os.path.basename(options.script[0])} under {len(compared)} locks'
    head = head.replace('<title>-c</title>', f'<title>{escape(title)}</title>')
    note = NOTE.format(runs=text.plural(options.runs, 'run'))
    section = f'<section id="comparison">\n{table(compared)}\n{note}</section>\n'
    head = head.replace('<div id="legend"', section + '<div id="legend"', 1)
    return head + ''.join(runs) + tail


def timeline(setting, script, timeout, folder):
    """A run's page as (before, runs, after), or None if there is none."""
    path = os.path.join(folder, 'timeline.html')
    measure(setting, script, timeout, ['--timeline', path, '--trace-events', EVENTS])
    setting.runs.pop()      # With a trace it is not like the others.
    try:
        with open(path, encoding='utf-8') as file:
            page = file.read()
        os.remove(path)
    except OSError:
        return None
    end = page.rindex(CODE)
    begin = page.find(RUN)
    begin = end if begin < 0 else begin
    return page[:begin], page[begin:end], page[end:]


def timelines(compared, options, folder):
    """The runs of those settings that are gilbox and do not fail, each with its setting's name."""
    result = []
    with text.Progress(len(compared)) as progress:
        for setting in compared:
            progress.step(f'{setting.name}, traced')
            if not setting.reports or setting.failure:
                continue
            parts = timeline(setting, options.script, options.timeout, folder)
            if parts is not None:
                label = json.dumps(setting.name).replace('<', '\\u003c')
                result.append(parts[1].replace(RUN, f'{RUN}"label":{label},'))
    return result


def table(compared):
    from _lab.compare import cells, letters, outputs_of
    known = letters(compared)
    head = ('', 'wall', '±', 'CPU', 'ratio', 'switches', 'waited', 'failed wake-ups', 'output')
    rows = ['<table><tr>' + ''.join(f'<th>{cell}</th>' for cell in head) + '</tr>']
    for setting in compared:
        row = (*cells(setting, compared), setting.failure or outputs_of(setting, known))
        kind = ' class="failed"' if setting.failure else ''
        rows.append(f'<tr{kind}>' + ''.join(f'<td>{escape(cell)}</td>' for cell in row) + '</tr>')
    return '\n'.join(rows) + '</table>'
