"""The page that `gilbox compare --html` writes: a table, and the timelines on a common axis."""

import os
import tempfile

from _lab import lanes, text
from _lab.runs import measure
from _lab.svg import escape

HEAD = '''<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark }}
body {{ font: 15px/1.5 system-ui, sans-serif; max-width: 1040px; margin: 2em auto; padding: 0 1em }}
table {{ border-collapse: collapse; margin: 1em 0 2em; font-variant-numeric: tabular-nums }}
td, th {{ padding: .25em .9em; text-align: right; border-bottom: 1px solid #8884 }}
td:first-child, th:first-child {{ text-align: left }}
tr.failed td {{ color: #d55e00 }}
svg {{ max-width: 100%; height: auto }}
pre {{ overflow-x: auto; background: #8881; padding: .6em 1em }}
</style>
<h1>{title}</h1>
'''

NOTE = ('<p>Medians of {runs}. The timelines are of one more run each, on one axis: what is longer '
        'took longer.</p>')


def comparison(compared, options):
    """The page as text. Runs each setting of gilbox once more, with a trace."""
    title = f'{os.path.basename(options.script[0])} under {len(compared)} locks'
    parts = [HEAD.format(title=escape(title)), table(compared)]
    runs = f'{options.runs} run{"s" * (options.runs > 1)}'
    parts.append(NOTE.format(runs=runs))
    traces = traces_of(compared, options)
    if traces:
        parts.append(lanes.picture(traces))
    with open(options.script[0], encoding='utf-8', errors='replace') as file:
        parts.append(f'<h2>{escape(options.script[0])}</h2>\n<pre>{escape(file.read())}</pre>')
    return '\n'.join(parts) + '\n'


def table(compared):
    from _lab.compare import letters, outputs_of, ratio
    known = letters(compared)
    head = ('', 'wall', '±', 'CPU', 'ratio', 'switches', 'waited', 'failed wake-ups', 'output')
    rows = ['<table><tr>' + ''.join(f'<th>{cell}</th>' for cell in head) + '</tr>']
    for setting in compared:
        cells = (setting.name, text.duration(setting.median('wall')),
                 f'{setting.spread("wall"):.0%}', text.duration(setting.median('cpu')),
                 text.digits(ratio(setting, compared[0])), text.count(setting.median('switches')),
                 text.duration(setting.median('waited')), text.count(setting.median('failed_wakes')),
                 setting.failure or outputs_of(setting, known))
        kind = ' class="failed"' if setting.failure else ''
        rows.append(f'<tr{kind}>' + ''.join(f'<td>{escape(cell)}</td>' for cell in cells) + '</tr>')
    return '\n'.join(rows) + '</table>'


def traces_of(compared, options):
    """{name: Trace} of those settings that are gilbox and do not fail."""
    result = {}
    with tempfile.TemporaryDirectory() as folder, text.Progress(len(compared)) as progress:
        for i, setting in enumerate(compared):
            progress.step(f'{setting.name}, traced')
            if not setting.reports or setting.failure:
                continue
            path = os.path.join(folder, f'{i}.json')
            measure(setting, options.script, options.timeout, ['--trace', path])
            setting.runs.pop()      # With a trace it is not like the others.
            if os.path.exists(path):
                result[setting.name] = lanes.Trace(path)
    return result
