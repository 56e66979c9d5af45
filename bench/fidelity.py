#!/usr/bin/env python3
"""gilbox against the interpreters whose locks it has: what a program sees, side by side.

    bench/fidelity.py [--gilbox build/gilbox] [--only ROW] [--write docs/fidelity.md]

Runs bench/phenomena.py under CPython 2.7, 3.9, 3.11 and 3.13 and under gilbox as each of them (--as V --pace V),
by turns, and compares medians. An interpreter that is not installed is left out. The numbers of the rows are
those of the phenomena that `gilbox lesson` shows. Figures of a busy machine are noise.
"""
import argparse, glob, os, platform, shlex, shutil, statistics, subprocess, sys, time

PROGRAM = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'phenomena.py')
VERSIONS = ('2.7', '3.9', '3.11', '3.13')
TIMED = VERSIONS[1:]
TIMEOUT_S = 60
VIRTUAL = 2     # of the commands of a row: CPython, gilbox, gilbox on the virtual machine


class Within:
    """The figures are within a factor of each other."""
    def __init__(self, factor):
        self.factor = factor
        self.text = f'within {factor}'

    def holds(self, theirs, ours):
        return theirs == ours or (min(theirs, ours) > 0 and
                                  max(theirs, ours) / min(theirs, ours) <= self.factor)


class Side:
    """The figures are on the same side of a limit: the effect is there in both, or in neither."""
    def __init__(self, limit):
        self.limit = limit
        self.text = f'same side of {limit}'

    def holds(self, theirs, ours):
        return (theirs > self.limit) == (ours > self.limit)


LATENCY, TICKS, OVERLAP, ZERO = Within(2), Within(1.5), Within(1.1), Side(0)
ZERO.text = 'zero or not'


class Row:
    """A phenomenon: its number, what is run, which figure of it is looked at, and what it must meet.
    cores: on so many of this machine. virtual: on the virtual machine, too."""
    def __init__(self, number, name, sentence, words, figure, bar, versions=VERSIONS, cores=None,
                 virtual=True, runs=5):
        self.number, self.name, self.sentence, self.words = number, name, sentence, words.split()
        self.figure, self.bar, self.versions = figure, bar, versions
        self.cores, self.virtual, self.runs = cores, virtual, runs


ROWS = [
    Row('1', 'split', 'countdown on 2 threads, as a ratio to 1', 'split 2', 'ratio', Side(.75)),
    Row('1', 'split', '... on 4 threads', 'split 4', 'ratio', Side(.75)),
    *[Row('6', 'battle', f'the same on {threads} threads, check interval {ticks}',
          f'split {threads} {ticks} 3000000', 'ratio', TICKS, ['2.7'], virtual=False,
          runs=9 if ticks < 10000 else 5)
      for ticks in (1, 10, 100, 10000) for threads in (2, 4)],
    Row('5', 'one-core', '... on 2 threads, check interval 1, on one core', 'split 2 1 5000000', 'ratio',
        Side(1.2), ['2.7'], cores=1),
    Row('9', 'tiny', 'countdown on 4 threads at 1 us, as a ratio to 1', 'split 4 0.000001', 'ratio',
        Side(.75), TIMED),
    Row('29', 'processes', '... on 2 processes', 'processes', 'ratio', Side(1.5), runs=3),
    Row('3', 'latency', 'an answer beside 1 busy thread at 0.5 ms', 'echo 1 0.0005 150 0.001', 'ms',
        LATENCY, TIMED),
    Row('2', 'latency', '... at 5 ms', 'echo 1 0.005 60 0.006', 'ms', LATENCY, TIMED),
    Row('3', 'latency', '... at 50 ms', 'echo 1 0.05 10 0.06', 'ms', LATENCY, TIMED),
    Row('4', 'latency', '... beside 2 busy threads at 5 ms, on average', 'echo 2 0.005 40 0.016', 'mean_ms',
        Side(4), TIMED),
    Row('34', 'latency', '... beside none', 'echo 0 0.005 200 0.001', 'ms', Side(1), TIMED),
    Row('5', 'latency', '... beside 1, without pauses, on one core, on average', 'echo 1 0.005 1000 0',
        'mean_ms', Side(1), TIMED, cores=1),
    Row('2', 'tick-latency', 'an answer beside 1 busy thread at 100 ticks', 'echo 1 100 200 0.001', 'ms',
        TICKS, ['2.7'], virtual=False),
    # Some runs of either interpreter wait six times as long as others: medians of five are chance.
    Row('3', 'tick-latency', '... at 10000 ticks', 'echo 1 10000 40 0.01', 'ms', TICKS, ['2.7'], virtual=False,
        runs=31),
    Row('26', 'polite', 'work that sleeps 10 us 100 times, beside 1 busy thread, as a ratio to alone',
        'polite', 'ratio', Side(1.5), TIMED, runs=3),
    Row('10', 'starve', 'share of the poorer of 2 counters in 0.4 s, at 0.5 s', 'starve 0.5', 'share',
        ZERO, TIMED, runs=3),
    Row('10', 'starve', '... at 5 ms', 'starve 0.005', 'share', Side(.2), TIMED, runs=3),
    *[Row('31', 'switches', f'switches of 4 threads in 0.3 s, at {text}', f'switches {interval}',
          'switches', Within(2), TIMED)
      for text, interval in (('50 ms', '0.05'), ('5 ms', '0.005'), ('1 ms', '0.001'))],
    Row('11', 'overlap', 'two threads sleep 0.3 s: seconds', 'overlap', 'seconds', OVERLAP),
    Row('12', 'long-call', 'silence of a thread during a sort, as a share of that alone', 'sort plain',
        'share', Side(.6), runs=3),
    Row('12', 'long-call', '... at 1 ms', 'sort plain 0.001', 'share', Side(.6), TIMED, runs=3),
    Row('14', 'long-call', '... with a key function', 'sort key 0.001', 'share', Side(.6), TIMED, runs=3),
    Row('18', 'straight', '... during code without loops and calls, at 1 ms', 'straight 0.001', 'share',
        Side(.75), TIMED, runs=3),
    Row('18', 'straight', '... at 100 ticks', 'straight 100', 'share', Side(.8), ['2.7'],
        runs=3),
    Row('13', 'digest', 'two SHA-256 on 2 threads, as a ratio to one', 'digest', 'ratio', Side(1.5), TIMED, runs=3),
    *[Row(number, 'lost', f'updates of 800,000 that `{update}` loses, {text}', f'lost {how} {interval}',
          'lost', ZERO, versions)
      for number, update, how in (('15', 'x += 1', 'plain'), ('17', 'x = f(x) + 1', 'call'))
      for text, interval, versions in (('100 ticks', '100', ['2.7']), ('0.5 ms', '0.0005', TIMED))],
    Row('19', 'lost', 'items of 200,000 that `list.append` loses', 'appends', 'lost', ZERO,
        runs=3),
    Row('20', 'deaf', 'an alarm at 0.1 s while main joins is heard, as a share of the work', 'deaf',
        'heard_of_work', Side(.7), runs=3),
    Row('21', 'deaf', 'how much slower the alarm makes that work', 'deaf', 'slower', Side(1.3), ['2.7'], runs=3),
    Row('23', 'deaf', 'it is heard by the main thread', 'deaf', 'in_main', ZERO, runs=1),
    Row('22', 'long-tick', 'an alarm during one long bytecode is heard, as a share of it', 'long_tick',
        'share', Side(.9), runs=3),
    Row('27', 'fork', 'a lock that another thread had is taken in a child of fork', 'fork', 'taken', ZERO, runs=1),
    Row('27', 'fork', 'threads in that child', 'fork', 'threads', Within(1), runs=1),
    Row('28', 'daemon', 'the finally of a daemon thread runs at the end', 'daemon', 'ran', ZERO, runs=1),
]


def find_python(version):
    """The program, or None. What is on PATH may be a wrapper that knows no such version."""
    pattern = os.path.expanduser(f'~/.pyenv/versions/{version}.*/bin/python{version}')
    for path in [shutil.which(f'python{version}'), *sorted(glob.glob(pattern))]:
        if path and subprocess.run([path, '-V'], capture_output=True).returncode == 0:
            return path
    return None


def run_one(command, words, under):
    """The figures that the program prints, {} if it can't; and why not."""
    try:
        done = subprocess.run([*under, *command, *words], capture_output=True, text=True, timeout=TIMEOUT_S)
    except subprocess.TimeoutExpired:
        return {}
    lines = [line.split(' ', 1) for line in done.stdout.splitlines()]
    figures = {line[0]: float(line[1]) for line in lines if len(line) == 2}
    if done.returncode != 0:
        print(f'    {shlex.join([*command, *words])}: {(done.stderr.strip() or "?").splitlines()[-1]}',
              file=sys.stderr)
        return {}
    return figures


class Figure:
    """What several runs have given."""
    def __init__(self, runs, name):
        self.values = [figures[name] for figures in runs if name in figures]

    def median(self):
        return statistics.median(self.values) if self.values else None

    def __str__(self):
        if not self.values:
            return '-'
        low, high = min(self.values), max(self.values)
        spread = '' if low == high else f' ({digits(low)}..{digits(high)})'
        return digits(self.median()) + spread


def digits(value):
    if value == 0 or value >= 1000:
        return f'{value:,.0f}'
    return f'{value:.3g}'


class Bench:
    def __init__(self, options):
        self.options = options
        self.pythons = {version: options.python.get(version) or find_python(version)
                        for version in VERSIONS}
        self.lines, self.missed, self.measured = [], [], {}

    def commands(self, row, version):
        """Who runs it."""
        gilbox = [self.options.gilbox, '--as', version]
        cores = ['--cores', str(row.cores or os.cpu_count())]
        yield [self.pythons[version]]
        yield [*gilbox, '--pace', version]
        if row.virtual:
            yield [*gilbox, '--clock', 'virtual', *cores]

    def measure(self, row):
        """By version: what each command's runs have printed. Rows with the same words share them."""
        key = *row.words, row.cores
        if key in self.measured:
            return self.measured[key]
        versions = [version for version in row.versions if self.pythons[version]]
        found = self.measured[key] = {version: [[] for _ in range(3)] for version in versions}
        under = shlex.split(self.options.under)
        if row.cores:
            under += ['taskset', '-c', f'0-{row.cores - 1}']
        for turn in range(self.options.runs or row.runs):
            for version in versions:
                for which, command in enumerate(self.commands(row, version)):
                    if which < VIRTUAL or turn == 0:    # The virtual machine's runs are all the same.
                        found[version][which].append(run_one(command, [PROGRAM, *row.words], under))
        return found

    def judge(self, row, version, theirs, ours, simulated):
        ratio = verdict = '-'
        if theirs.values and ours.values:
            if theirs.median() and ours.median():
                ratio = digits(ours.median() / theirs.median())
            verdict = 'pass' if row.bar.holds(theirs.median(), ours.median()) else '**no**'
        elif theirs.values:
            verdict = '**no**'
        if verdict == '**no**':
            self.missed.append(f'{row.sentence} ({version})')
        cells = [row.number, row.sentence, version, str(theirs), str(ours), ratio, str(simulated), row.bar.text,
                 verdict]
        self.lines.append(cells)
        print(f'{row.name:13}{" ".join(row.words):26}{version:>6}{str(theirs):>26}{str(ours):>26}{ratio:>8}'
              f'{str(simulated):>9}  {verdict}', flush=True)

    def run(self):
        for version, path in self.pythons.items():
            if not path:
                print(f'Python {version} is not installed: left out')
        print(f'{"row":13}{"program":26}{"":>6}{"CPython":>26}{"gilbox":>26}{"ratio":>8}{"virtual":>9}')
        for row in ROWS:
            if self.options.only in (None, row.name):
                for version, runs in self.measure(row).items():
                    self.judge(row, version, *(Figure(each, row.figure) for each in runs))

    def text(self):
        names = ', '.join(f'{version} ({full_version(path)})' for version, path in self.pythons.items() if path)
        passed = len(self.lines) - len(self.missed)
        rows = [['', 'what', 'as', 'CPython', 'gilbox', 'ratio', 'virtual', 'bar', ''], ['---'] * 9, *self.lines]
        table = '\n'.join('| ' + ' | '.join(cells) + ' |' for cells in rows)
        missed = '\n'.join(f'- {sentence}' for sentence in self.missed)
        return (HEAD.format(names=names, cores=os.cpu_count(), machine=platform.machine()) + table +
                f'\n\n{passed} of {len(self.lines)} bars are met.' + (f' Not met:\n\n{missed}\n' if missed else '\n'))


HEAD = '''# Fidelity: gilbox beside the interpreters whose locks it has

`make fidelity` runs `bench/phenomena.py` under CPython {names}, and under gilbox with `--as V --pace V`, by turns, and writes
this page. A figure is the median of the runs, with the least and the greatest; *ratio* is gilbox by CPython. *virtual* is
gilbox with `--clock virtual` and as many cores, at gilbox's own speed. All on one machine ({cores} cores, {machine}); the
numbers in front are those of the phenomena in `gilbox lesson`.

The bars: latencies within a factor of 2; what counts ticks, within 1.5; sleeps that overlap, within 10 %; lost updates not
zero exactly where CPython's are not; everything else on the same side of a limit, where the limit parts those who have the
phenomenon from those who have it not.

'''


def full_version(path):
    done = subprocess.run([path, '-V'], capture_output=True, text=True)
    return (done.stdout + done.stderr).split()[-1]


def named_path(text):
    version, equals, path = text.partition('=')
    if version not in VERSIONS or not os.access(path, os.X_OK):
        raise argparse.ArgumentTypeError(f'{text!r} is not VERSION=PROGRAM with a version of {", ".join(VERSIONS)}')
    return version, path


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--gilbox', default='build/gilbox')
    parser.add_argument('--only', metavar='ROW', choices=sorted({row.name for row in ROWS}),
                        help='these rows alone: ' + ', '.join(sorted({row.name for row in ROWS})))
    parser.add_argument('--runs', type=int, help='of each; else as many as a row says')
    parser.add_argument('--python', metavar='VERSION=PROGRAM', type=named_path, action='append', default=[],
                        help='where an interpreter is, if not on PATH or in ~/.pyenv')
    parser.add_argument('--under', metavar='COMMAND', default='', help='run each program by this: "nice -n -10"')
    parser.add_argument('--write', metavar='FILE', help='the table, as a page')
    options = parser.parse_args()
    options.python = dict(options.python)
    bench = Bench(options)
    start = time.monotonic()
    bench.run()
    print(f'{len(bench.lines) - len(bench.missed)} of {len(bench.lines)} bars are met; '
          f'{time.monotonic() - start:.0f} s')
    if options.write:
        with open(options.write, 'w') as page:
            page.write(bench.text())
    return 1 if bench.missed else 0


if __name__ == '__main__':
    sys.exit(main())
