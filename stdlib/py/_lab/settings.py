"""The command line that compare and sweep share: which settings, and how to run under them."""

import argparse
import os
import shlex
import shutil
import sys

from _lab.runs import Setting

# Options of gilbox that every run gets as they stand.
PASSED_ON = {
    'switch-interval': 'TIME', 'check-interval': 'TICKS', 'checks': 'WHERE', 'chosen': 'NAMES',
    'pace': 'VERSION', 'clock': 'CLOCK', 'cost': 'NAME|FILE', 'seed': 'SEED', 'scheduler': 'NAME',
    'slice': 'TIME', 'jitter': 'TIME', 'epoch': 'DATE', 'net': 'FILE', 'stdin': 'FILE',
    'max-time': 'TIME',
}


def parser(command, sentence, varied=()):
    """A parser with what both commands know; `varied` options are the caller's own."""
    passed_on = ', '.join(f'--{name}' for name in PASSED_ON if name not in varied)
    result = argparse.ArgumentParser(prog=f'gilbox {command}', description=sentence,
                                     epilog=f'Passed on to each run: {passed_on}.')
    which = result.add_argument_group('what to run it under')
    which.add_argument('--as', dest='versions', metavar='2.7,3.9,...', type=words,
                       help='the locks of CPython versions')
    which.add_argument('--gil', metavar='POLICY,...', type=words,
                       help='locks; `gilbox policies` lists them')
    which.add_argument('--gil-plugin', dest='plugins', metavar='FILE.so,...', type=words,
                       help='locks of your own; see docs/policies.md')
    if 'cores' not in varied:
        which.add_argument('--cores', metavar='1,2,...', type=words,
                           help='numbers of cores (implies --clock virtual)')
    for name, argument in PASSED_ON.items():
        if name not in varied:
            result.add_argument(f'--{name}', metavar=argument, help=argparse.SUPPRESS)
    result.add_argument('--runs', metavar='N', type=positive, default=5,
                        help='how often to run it under each (default %(default)s)')
    result.add_argument('--timeout', metavar='SECONDS', type=seconds, default=60,
                        help='when to give up on a run (default %(default)s)')
    result.add_argument('script', nargs=argparse.REMAINDER, help='the script and its arguments')
    return result


def words(text):
    result = [word.strip() for word in text.split(',')]
    if not all(result):
        raise argparse.ArgumentTypeError(f'an empty word in {text!r}')
    return result


def positive(text):
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f'{text!r} is not a positive number')
    return int(text)


def seconds(text):
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < 1e9:
        raise argparse.ArgumentTypeError(f'{text!r} is not a positive number of seconds')
    return number


def check_script(parser, options):
    """The script must be there, and be named."""
    if options.script[:1] == ['--']:
        del options.script[0]
    if not options.script:
        parser.error('which script?')
    if options.script[0].startswith('-'):
        parser.error(f'unknown option {options.script[0]}')
    if not os.path.isfile(options.script[0]):
        parser.error(f'no such file: {options.script[0]}')


COUNTS_TICKS = {'tick', '2.7', '3.0', '3.1'}


def passed_on(options, lock, cores=None, varied=()):
    """The options that every run gets, as words: those that fit the lock of that name, without the
    varied, which the caller adds."""
    no_knob = 'switch-interval' if lock in COUNTS_TICKS else 'check-interval'
    result = []
    for name in PASSED_ON:
        value = getattr(options, name.replace('-', '_'), None)
        if value is not None and name != no_knob and name not in varied:
            result += [f'--{name}', value]
    if cores is not None:
        result += ['--cores', cores]
        if getattr(options, 'clock', None) is None:
            result += ['--clock', 'virtual']
    return result


def locks(options):
    """What --as, --gil and --gil-plugin ask for, as (name, words); by default the three famous
    ones."""
    named = [(f'{version}', ['--as', version]) for version in options.versions or []]
    named += [(policy, ['--gil', policy]) for policy in options.gil or []]
    named += [(os.path.basename(file).removesuffix('.so'), ['--gil-plugin', file])
              for file in options.plugins or []]
    return named or [(version, ['--as', version]) for version in ('2.7', '3.9', '3.12')]


def others(text):
    """NAME=PATH,... as settings for interpreters that are not gilbox."""
    result = []
    for word in words(text):
        name, equals, path = word.partition('=')
        if not equals or not path:
            raise argparse.ArgumentTypeError(f'{word!r} is not NAME=PATH')
        command = [path] if shutil.which(path) else shlex.split(path)
        if not command or shutil.which(command[0]) is None:
            raise argparse.ArgumentTypeError(f'{path!r} is not a program')
        result.append(Setting(name, command, reports=False))
    return result


def fail(sentence, status=1):
    print(f'gilbox: {sentence}', file=sys.stderr)
    return status
