"""argparse: help, values, subcommands, errors."""
import argparse, os, sys
os.environ['COLUMNS'] = '80'
p = argparse.ArgumentParser(prog='demo', description='A demo of what is long enough to be wrapped '
                            'over several lines, and so on, and on.', epilog='Bye.')
p.add_argument('file', nargs='+', help='the files')
p.add_argument('-v', '--verbose', action='count', default=0, help='more of it')
p.add_argument('-n', '--number', type=int, default=3, metavar='N',
               help='how many things to do at the same time when there is a lot (%(default)s)')
p.add_argument('--flag', action=argparse.BooleanOptionalAction)
group = p.add_mutually_exclusive_group()
group.add_argument('--a', action='store_true')
group.add_argument('--b', choices=['x', 'y'])
print(p.format_usage(), p.format_help().split('\n')[9:17])
# expect: usage: demo [-h] [-v] [-n N] [--flag | --no-flag] [--a | --b {x,y}]
# expect:             file [file ...]
# expect:  ['options:', '  -h, --help         show this help message and exit', '  -v, --verbose      more of it', '  -n N, --number N   how many things to do at the same time when there is a', '                     lot (3)', '  --flag, --no-flag', '  --a', '  --b {x,y}']
print(p.parse_args(['f', '-vv', '-n5', '--no-flag', '--b=x', 'g'][:5]))
# expect: Namespace(file=['f'], verbose=2, number=5, flag=False, a=False, b='x')
print(p.parse_known_args(['f', '--zz', '--numb', '4', '--', '-q']))
# expect: (Namespace(file=['f'], verbose=0, number=4, flag=None, a=False, b=None), ['--zz', '--', '-q'])
git = argparse.ArgumentParser(prog='git')
commands = git.add_subparsers(dest='command', required=True, help='what to do')
commit = commands.add_parser('commit', help='commit it', aliases=['ci'])
commit.add_argument('-m', required=True)
print(git.format_help().split('\n')[4:8])
# expect: ['    commit (ci)', '               commit it', '', 'options:']
print(git.parse_args(['ci', '-m', 'x']))  # expect: Namespace(command='ci', m='x')
sys.stderr = sys.stdout
for parser, words in ((p, ['--b', 'z', 'f']), (p, []), (p, ['-n', 'q', 'f']), (p, ['f', '--zzz']),
                      (p, ['--a', '--b', 'x', 'f']), (git, []), (git, ['push']), (git, ['ci'])):
    try:
        parser.usage = 'short'
        parser.parse_args(words)
    except SystemExit as e:
        print('exit', e.code)
# expect: usage: short
# expect: demo: error: argument --b: invalid choice: 'z' (choose from 'x', 'y')
# expect: exit 2
# expect: usage: short
# expect: demo: error: the following arguments are required: file
# expect: exit 2
# expect: usage: short
# expect: demo: error: argument -n/--number: invalid int value: 'q'
# expect: exit 2
# expect: usage: short
# expect: demo: error: unrecognized arguments: --zzz
# expect: exit 2
# expect: usage: short
# expect: demo: error: argument --b: not allowed with argument --a
# expect: exit 2
# expect: usage: short
# expect: git: error: the following arguments are required: command
# expect: exit 2
# expect: usage: short
# expect: git: error: argument command: invalid choice: 'push' (choose from 'commit', 'ci')
# expect: exit 2
# expect: usage: git commit [-h] -m M
# expect: git commit: error: the following arguments are required: -m
# expect: exit 2
