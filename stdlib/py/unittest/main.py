"""unittest.main(): the command line of a file of tests, or of python -m unittest."""

import argparse
import functools
import os
import re
import sys

from . import loader, runner

__unittest = True

_EXAMPLES = '''\
Examples:
  %(prog)s test_module               - run tests from test_module
  %(prog)s module.TestClass          - run tests from module.TestClass
  %(prog)s module.Class.test_method  - run specified test method
  %(prog)s path/to/test_file.py      - run tests from test_file.py
'''


def _to_module_name(name):
    """A path of a file means the module in it."""
    if not os.path.isfile(name) or not name.lower().endswith('.py'):
        return name
    if os.path.isabs(name):
        relative = os.path.relpath(name, os.getcwd())
        if os.path.isabs(relative) or relative.startswith(os.pardir):
            return name
        name = relative
    return '.'.join(re.split(r'[/\\]', os.path.normpath(name)[:-len('.py')]))


def _to_pattern(text):
    return text if '*' in text else f'*{text}*'


class TestProgram:
    """Reads the command line, loads the tests, runs them, and ends the program."""

    module = None
    verbosity = 1
    failfast = catchbreak = buffer = progName = warnings = testNamePatterns = None
    _discovery_parser = None

    def __init__(self, module='__main__', defaultTest=None, argv=None, testRunner=None,
                 testLoader=loader.defaultTestLoader, exit=True, verbosity=1, failfast=None,
                 catchbreak=None, buffer=None, warnings=None, *, tb_locals=False):
        self.module = module
        if isinstance(module, str):
            package, *parts = module.split('.')
            self.module = functools.reduce(getattr, parts, __import__(module))
        argv = sys.argv if argv is None else argv
        self.exit, self.verbosity, self.failfast = exit, verbosity, failfast
        self.catchbreak, self.buffer, self.tb_locals = catchbreak, buffer, tb_locals
        self.warnings = 'default' if warnings is None and not sys.warnoptions else warnings
        self.defaultTest, self.testRunner, self.testLoader = defaultTest, testRunner, testLoader
        _, self.progName = os.path.split(argv[0])
        self.parseArgs(argv)
        self.runTests()

    def usageExit(self, msg=None):
        if msg:
            print(msg)
        self._parser().print_help()
        sys.exit(2)

    def _parser(self):
        parser = argparse.ArgumentParser(
            prog=self.progName, epilog=_EXAMPLES,
            formatter_class=argparse.RawDescriptionHelpFormatter)
        add = parser.add_argument
        add('-v', '--verbose', dest='verbosity', action='store_const', const=2,
            help='Verbose output')
        add('-q', '--quiet', dest='verbosity', action='store_const', const=0, help='Quiet output')
        add('--locals', dest='tb_locals', action='store_true',
            help='Show local variables in tracebacks')
        for name, letter, text in (('failfast', 'f', 'Stop on first fail or error'),
                                   ('catchbreak', 'c', 'Ctrl-C ends the run'),
                                   ('buffer', 'b', 'Buffer stdout and stderr during tests')):
            if getattr(self, name) is None:
                long = {'catchbreak': 'catch'}.get(name, name)
                add(f'-{letter}', f'--{long}', dest=name, action='store_true', help=text)
        if self.testNamePatterns is None:
            add('-k', dest='testNamePatterns', action='append', type=_to_pattern,
                help='Only run tests which match the given substring')
        return parser

    def parseArgs(self, argv):
        program, *words = argv
        if self.module is None and words and words[0].lower() == 'discover':
            self._do_discovery(words[1:])
            return
        parser = self._parser()
        parser.add_argument('tests', nargs='*',
                            help='a list of any number of test modules, classes and test methods.')
        parser.parse_args(words, self)
        if self.module is None and not self.tests:
            self._do_discovery([])
            return
        if self.tests:
            self.testNames = [_to_module_name(name) for name in self.tests]
            if __name__ == '__main__':
                self.module = None
        else:
            names = self.defaultTest
            if names is not None:
                names = (names,) if isinstance(names, str) else list(names)
            self.testNames = names
        self.createTests()

    def createTests(self, from_discovery=False, Loader=None):
        source = Loader() if Loader else self.testLoader
        if self.testNamePatterns:
            source.testNamePatterns = self.testNamePatterns
        if from_discovery:
            self.test = source.discover(self.start, self.pattern, self.top)
        elif self.testNames is None:
            self.test = source.loadTestsFromModule(self.module)
        else:
            self.test = source.loadTestsFromNames(self.testNames, self.module)

    def _do_discovery(self, argv, Loader=None):
        self.start, self.pattern, self.top = '.', 'test*.py', None
        if argv is not None:
            parser = self._parser()
            parser.prog = f'{self.progName} discover'
            for letter, name, where, text in (
                    ('s', 'start-directory', 'start', "Directory to start discovery"),
                    ('p', 'pattern', 'pattern', "Pattern to match tests"),
                    ('t', 'top-level-directory', 'top', 'Top level directory of project')):
                parser.add_argument(f'-{letter}', f'--{name}', dest=where, help=text)
                parser.add_argument(where, nargs='?', default=argparse.SUPPRESS,
                                    help=argparse.SUPPRESS)
            parser.parse_args(argv, self)
        self.createTests(from_discovery=True, Loader=Loader)

    def runTests(self):
        kind = runner.TextTestRunner if self.testRunner is None else self.testRunner
        if isinstance(kind, type):
            kind = kind(verbosity=self.verbosity, failfast=self.failfast, buffer=self.buffer,
                        warnings=self.warnings, tb_locals=self.tb_locals)
        self.result = kind.run(self.test)
        if self.exit:
            sys.exit(not self.result.wasSuccessful())

    def __enter__(self):
        return self

    def __exit__(self, *details):
        return None


main = TestProgram
