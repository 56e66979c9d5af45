"""The pages that `gilbox lesson --page` writes: the course, which Markdown viewers and people read.

The same sources give the same pages, byte for byte, where a lesson is run in the virtual machine.
Pages of real threads differ each time: they are written only where a lesson is named.
"""

import os
import sys
import tempfile

from _lab import lanes, text
from _lab.lesson import Numbers, judge, run_one
from _lab.settings import fail

HEAD = '''# The lessons

A course about the lock. Each lesson is a script, a prediction, and what came out; `gilbox lesson NAME` runs it, and
`gilbox lesson --quiz NAME` asks for your prediction first. What is on these pages was made by
`make lessons`: they are run in the virtual machine, and come out the same on every computer, but for those marked *real
threads*.
'''


def write_pages(chapters, lessons, options):
    """The index, and the pages of these lessons. With --all, real threads are left out."""
    write(options, 'README.md', index_of(chapters))
    order = [lesson for chapter in chapters for lesson in chapter.lessons]
    failed = []
    with text.Progress(len(lessons)) as progress:
        for lesson in lessons:
            progress.step(lesson.name)
            machine = lesson.machine(options)
            if machine == 'real' and options.all:
                continue
            page, right = page_of(lesson, machine, neighbours(order, lesson), options)
            write(options, f'{lesson.name}.md', page)
            if not right:
                failed.append(lesson.name)
    for name in failed:
        print(f'gilbox: {name}: not as predicted', file=sys.stderr)
    return 1 if failed else 0


def write(options, name, content):
    text.write_file(os.path.join(options.page, name), content)


def neighbours(order, lesson):
    at = order.index(lesson)
    return order[at - 1] if at > 0 else None, order[at + 1] if at + 1 < len(order) else None


# --- The index -------------------------------------------------------------------------------

def index_of(chapters):
    parts, rows = [HEAD], []
    for number, chapter in enumerate(chapters, 1):
        parts.append(f'## {number}. {chapter.title}\n\n{chapter.story.strip()}\n')
        for lesson in chapter.lessons:
            real = '' if any('virtual' in p.bounds for p in lesson.predictions) else ' *Real threads.*'
            parts.append(f'- [{lesson.name}]({lesson.name}.md): {lesson.title}{real}')
            rows += [f'{sentence}: [{lesson.name}]({lesson.name}.md)'
                     for sentence in chapter.shows.get(lesson.name, ())]
        parts.append('')
    parts.append('## What is shown\n')
    parts += [f'{number}. {row}' for number, row in enumerate(rows, 1)]
    return '\n'.join(parts) + '\n'


# --- A lesson --------------------------------------------------------------------------------

def page_of(lesson, machine, around, options):
    title, _, story = lesson.story.partition('\n')
    story, _, hints = story.partition('\nTry:')
    trial, _, expected = hints.partition('\nExpect:')
    predictions = lesson.predictions_on(machine)
    parts = [f'# {title.rstrip(".")}\n', story.strip() + '\n',
             f'**Try** {code_first(trial)}\n', f'**Expect** {joined(expected)}\n',
             '## Predicted\n', '| | predicted | why |\n|---|---|---|',
             *(f'| `{p.expression}` | {p.bounds[machine]} | {p.reason} |' for p in predictions), '',
             '## Observed' + (', on real threads\n' if machine == 'real' else '\n')]
    numbers = {}
    for name in lesson.runs_for(predictions):
        run, (command, *output) = run_one(lesson, name, machine, options)
        numbers[name] = Numbers(run)
        parts += [f'    $ {command}    # {name}', *(f'    {line}' for line in output), '']
    parts.append('| | observed | |\n|---|---|---|')
    all_right = True
    for prediction, rule, value, right in judge(predictions, machine, numbers):
        mark = 'as predicted' if right else '**not as predicted**'
        parts.append(f'| `{prediction.expression}` | {text.digits(value)} | {mark} |')
        all_right &= right
    if lesson.picture:
        parts += picture_of(lesson, machine, options)
    parts.append('\n' + links(lesson, around))
    return '\n'.join(parts), all_right


def joined(words):
    return ' '.join(words.split())


def code_first(words):
    """'gilbox script.py; then another' with the command as code."""
    command, semicolon, rest = joined(words).partition(';')
    return f'`{command}`{semicolon}{rest}'


def picture_of(lesson, machine, options):
    """Draws it into a file of its own, and returns what the page says of it."""
    name, start, end = lesson.picture
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'trace.json')
        run, (command, *_) = run_one(lesson, name, machine, options, ['--trace', path])
        if not os.path.exists(path):
            reason = run.errors.strip().rpartition('\n')[2].removeprefix('gilbox: ')
            sys.exit(fail(f'{lesson.name}: {reason or run.failure}'))
        trace = lanes.Trace(path)
    trace.window(start * 1000, end * 1000)
    write(options, f'{lesson.name}.svg', lanes.picture({command: trace}, 900))
    return [f'\n![Who held the lock, and who waited]({lesson.name}.svg)\n',
            f'`{name}`, from {start:g} to {end:g} ms. `gilbox --timeline FILE.html` shows all of it.']


def links(lesson, around):
    before, after = around
    parts = [f'The script: [samples/{lesson.file}](../../samples/{lesson.file}).']
    if before:
        parts.append(f'Before: [{before.name}]({before.name}.md).')
    if after:
        parts.append(f'Next: [{after.name}]({after.name}.md).')
    return ' '.join([*parts, '[All lessons](README.md).']) + '\n'
