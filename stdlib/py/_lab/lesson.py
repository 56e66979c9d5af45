"""gilbox lesson: predicts numbers, runs a sample, and says whether they came true.

A lesson is a sample whose docstring ends in two tables:

    Runs:
        free: --as 3.12 : 0
        busy: --as 3.12 --cores 2 : 1
    Predicts:
        busy.requests; virtual 190..205; real < free.requests / 3; each reply waits an interval
    Picture: busy 20..60

A run has a name, gilbox's options, and after a colon the script's arguments. What the script prints
as `requests: 198.2` is `requests` of that run; `lines` says how many lines it printed; `wall`,
`switches`, `checks`, `waited` and `failed_wakes` come from the lock. A prediction has an expression over
these, what it must be on each machine (LOW..HIGH, or a comparison), and the reason. The picture is a
timeline of a run, between two moments in milliseconds, for the page that --page writes.

Lessons are run in the virtual machine, where they come out the same each time. Those that it cannot
show, and all with --real, are run on real threads.
"""

import argparse
import glob
import os
import re
import shlex
import sys

from _lab import settings, text
from _lab.runs import Setting, measure

MACHINES = ('virtual', 'real')


def main(arguments):
    parser = argparse.ArgumentParser(
        prog='gilbox lesson', description='Predict, run, compare. Without names: list the lessons.')
    parser.add_argument('--real', action='store_true',
                        help='run on real threads and this machine, not in the virtual machine')
    parser.add_argument('--seed', metavar='SEED', help='another run of the virtual machine')
    parser.add_argument('--quiz', action='store_true', help='ask for your prediction first')
    parser.add_argument('--all', action='store_true', help='run all lessons')
    parser.add_argument('--page', metavar='FOLDER',
                        help='write the course into a folder: a page, with a picture, for each lesson')
    parser.add_argument('--timeout', metavar='SECONDS', type=settings.seconds, default=120,
                        help='when to give up on a run (default %(default)s)')
    parser.add_argument('names', nargs='*', metavar='NAME')
    options = parser.parse_args(arguments)
    forget_environment()
    chapters = find_course()
    known = {lesson.name: lesson for chapter in chapters for lesson in chapter.lessons}
    if not known:
        return settings.fail('no samples found; is gilbox installed with its samples?')
    unknown = [name for name in options.names if name not in known]
    if unknown:
        parser.error(f'no lesson {unknown[0]!r}; `gilbox lesson` lists them')
    names = list(known) if options.all else options.names
    if not names:
        return show_list(chapters)
    if options.page:
        from _lab import course
        return course.write_pages(chapters, [known[name] for name in names], options)
    failed = [name for name in names if not teach(known[name], options)]
    if len(names) > 1:
        print(f'{len(names) - len(failed)} of {len(names)} lessons as predicted'
              + (f'; not: {", ".join(failed)}' if failed else ''))
    return 1 if failed else 0


def forget_environment():
    """A lesson is run as it is written, whatever the environment says to gilbox."""
    for name in [*os.environ]:
        if name.startswith('PYTHON') or name == 'GILBOXPATH':
            del os.environ[name]


# --- Finding them ----------------------------------------------------------------------------

class Chapter:
    """A title, a few sentences, and lessons; `shows` has the sentences of each of these."""

    def __init__(self, title):
        self.title = title
        self.story = ''
        self.lessons = []
        self.shows = {}


def find_course():
    """The chapters, from the samples beside the program, in the source tree or installed."""
    here = os.path.dirname(os.path.realpath(sys.executable))
    for folder in (os.path.join(here, '..', 'samples'),
                   os.path.join(here, '..', '..', 'samples'),
                   os.path.join(here, '..', 'share', 'gilbox', 'samples')):
        lessons = [Lesson(path) for path in sorted(glob.glob(os.path.join(folder, '*.py')))]
        lessons = {lesson.name: lesson for lesson in lessons if lesson.predictions}
        if lessons:
            return read_course(os.path.join(folder, 'course.txt'), lessons)
    return []


def read_course(path, lessons):
    """What samples/course.txt says; lessons that it does not name come last."""
    chapters = []
    with open(path, encoding='utf-8') as file:
        for line in file:
            if line.startswith('== '):
                chapters.append(Chapter(line[3:].strip()))
            elif line.startswith('- '):
                name, _, shown = line[2:].partition(':')
                chapters[-1].lessons.append(lessons.pop(name))
                chapters[-1].shows[name] = [sentence.strip() for sentence in shown.split(';')]
            elif not line.startswith('#') and chapters:
                chapters[-1].story += line
    if lessons:
        chapters.append(Chapter('More'))
        chapters[-1].lessons = list(lessons.values())
    return chapters


class Lesson:
    def __init__(self, path):
        folder, self.file = os.path.split(os.path.normpath(path))
        self.home = os.path.dirname(folder)
        self.name = self.file.removesuffix('.py').replace('_', '-')
        with open(path, encoding='utf-8') as file:
            code = compile(file.read(), path, 'exec')
        self.doc = code.co_consts[0] if code.co_consts and isinstance(code.co_consts[0], str) else ''
        self.title = self.doc.strip().partition('\n')[0]
        self.story = self.doc.partition('\nRuns:')[0].strip()
        self.runs = {}
        for row in section(self.doc, 'Runs'):
            name, _, command = row.partition(':')
            before, _, after = command.partition(' : ')
            self.runs[name.strip()] = (shlex.split(before), shlex.split(after))
        picture = re.search(r'^Picture: (\w+) ([\d.]+)\.\.([\d.]+)$', self.doc, re.M)
        self.picture = picture and (picture[1], float(picture[2]), float(picture[3]))
        self.predictions = [Prediction(row) for row in section(self.doc, 'Predicts')]

    def machine(self, options):
        """Where it is run."""
        is_virtual = any('virtual' in prediction.bounds for prediction in self.predictions)
        return 'virtual' if is_virtual and not options.real else 'real'

    def predictions_on(self, machine):
        return [prediction for prediction in self.predictions if machine in prediction.bounds]

    def runs_for(self, predictions):
        """The names of the runs that the predictions are about, in their order."""
        words = ' '.join(prediction.expression + ' ' + ' '.join(prediction.bounds.values())
                         for prediction in predictions)
        return [name for name in self.runs if re.search(rf'\b{name}\.', words)]


def section(doc, title):
    """The rows below a title: its indented lines, where a deeper indented line goes on."""
    match = re.search(rf'^{title}:\n((?:    .*\n?)*)', doc, re.M)
    rows = []
    for line in match[1].splitlines() if match else ():
        if line.startswith('     ') and rows:
            rows[-1] += ' ' + line.strip()
        else:
            rows.append(line.strip())
    return rows


class Prediction:
    def __init__(self, row):
        self.expression, *bounds, self.reason = (part.strip() for part in row.split(';'))
        self.bounds = {}
        for bound in bounds:
            machine, _, rule = bound.partition(' ')
            for each in MACHINES if machine not in MACHINES else (machine,):
                self.bounds.setdefault(each, rule if machine in MACHINES else bound)

    def observed(self, numbers):
        """What the runs say, or None where one of them did not say it."""
        try:
            return evaluate(self.expression, numbers)
        except (AttributeError, ZeroDivisionError, TypeError):
            return None

    def holds(self, value, rule, numbers):
        if value is None:
            return False
        low, dots, high = rule.partition('..')
        try:
            if dots:
                return evaluate(low, numbers) <= value <= evaluate(high, numbers)
            return bool(evaluate(f'({value!r}) {rule.replace("= ", "== ") if rule[0] == "=" else rule}',
                                 numbers))
        except (AttributeError, ZeroDivisionError, TypeError):
            return False


def evaluate(expression, numbers):
    return eval(expression, {'__builtins__': {'min': min, 'max': max, 'abs': abs}}, numbers)


# --- Teaching --------------------------------------------------------------------------------

class Numbers:
    """What a run said, as attributes."""

    def __init__(self, run):
        for name in ('wall', 'cpu', 'switches', 'checks', 'waited', 'failed_wakes', 'status'):
            setattr(self, name, getattr(run, name))
        self.lines = len(run.output.splitlines())
        for name, number in re.findall(r'^([a-z][a-z0-9_ ]*): *(-?[\d_,]*\.?\d+(?:e[-+]?\d+)?)\b',
                                       run.output, re.M):
            setattr(self, name.replace(' ', '_'), float(number.replace(',', '').replace('_', '')))


def show_list(chapters):
    size = max(len(lesson.name) for chapter in chapters for lesson in chapter.lessons)
    for chapter in chapters:
        print(f'{chapter.title}')
        for lesson in chapter.lessons:
            print(f'  {lesson.name.ljust(size)}  {lesson.title}')
    return 0


def teach(lesson, options):
    """Run one lesson. Did all come true?"""
    machine = lesson.machine(options)
    predictions = lesson.predictions_on(machine)
    print(f'--- {lesson.name}\n{lesson.story}\n', flush=True)
    if not predictions:
        print(f'Nothing to predict on the {machine} machine.\n')
        return True
    guesses = ask(predictions) if options.quiz else {}
    numbers = {}
    with text.Progress(len(lesson.runs)) as progress:
        for name in lesson.runs_for(predictions):
            progress.step(name)
            run, shown = run_one(lesson, name, machine, options)
            progress.hide()
            print(f'{name}: ' + '\n    '.join(shown), flush=True)
            numbers[name] = Numbers(run)
    return show_outcome(predictions, machine, numbers, guesses)


def run_one(lesson, name, machine, options, extra=()):
    """A run of a lesson, and the lines of what a terminal would have shown. The command is run as it is
    shown: in the folder of the samples' folder."""
    words, arguments = lesson.runs[name]
    if machine == 'real':
        words = without_virtual(words)
    else:
        seed = ['--seed', options.seed] if options.seed and '--seed' not in words else []
        words = ['--clock', 'virtual', *words, *seed]
    setting = Setting.of_gilbox(name, words)
    script = [f'samples/{lesson.file}', *arguments]
    run = measure(setting, script, options.timeout, extra, lesson.home)
    shown = [' '.join(['gilbox', *words, *script]), *run.output.splitlines()]
    if run.failure:
        shown.append(f'({run.failure}) {run.errors.strip()[-300:]}')
    return run, shown


VIRTUAL_ONLY = ('--cores', '--cost', '--seed', '--jitter', '--clock')


def without_virtual(words):
    result, skip = [], False
    for word in words:
        if not skip and word not in VIRTUAL_ONLY:
            result.append(word)
        skip = not skip and word in VIRTUAL_ONLY
    return result


def ask(predictions):
    """What the user thinks, {expression: number}; nothing where they do not say."""
    guesses = {}
    for prediction in predictions:
        try:
            guesses[prediction.expression] = float(input(f'What will {prediction.expression} be? '))
        except ValueError:
            pass
        except EOFError:
            print()
            break
    return guesses


def judge(predictions, machine, numbers):
    """Each prediction with its rule, what was observed, and whether that is as predicted."""
    for prediction in predictions:
        rule = prediction.bounds[machine]
        value = prediction.observed(numbers)
        yield prediction, rule, value, prediction.holds(value, rule, numbers)


def show_outcome(predictions, machine, numbers, guesses):
    rows = [('', 'predicted', 'observed', *(['you said'] if guesses else []), '', '')]
    all_right = True
    for prediction, rule, value, right in judge(predictions, machine, numbers):
        said = [verdict(prediction, rule, guesses, numbers)] if guesses else []
        rows.append((prediction.expression, rule, text.digits(value), *said,
                     'as predicted' if right else 'NOT AS PREDICTED', prediction.reason))
        all_right &= right
    print()
    for line in text.table(rows, left=len(rows[0])):
        print(line)
    print()
    return all_right


def verdict(prediction, rule, guesses, numbers):
    """What the user said, and whether that lies within what was predicted."""
    guess = guesses.get(prediction.expression)
    if guess is None:
        return '-'
    return text.digits(guess) + (', right' if prediction.holds(guess, rule, numbers) else ', wrong')


if __name__ == '__main__':
    text.run(main)
