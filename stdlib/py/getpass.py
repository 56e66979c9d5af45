"""Asking for a password, and for the user's name."""

import os
import sys
import warnings

__all__ = ['GetPassWarning', 'getpass', 'getuser']


class GetPassWarning(UserWarning):
    """What is typed may be seen."""


def getpass(prompt='Password: ', stream=None):
    """Ask for a password on the terminal, which does not show it.

    Where the terminal can't be told so, it warns, and reads a line from standard input.
    """
    try:
        import termios
    except ImportError:
        return fallback_getpass(prompt, stream)
    with open('/dev/tty', 'r+b', buffering=0) as terminal:
        before = termios.tcgetattr(terminal)
        silent = before[:]
        silent[3] &= ~termios.ECHO
        try:
            termios.tcsetattr(terminal, termios.TCSAFLUSH, silent)
            terminal.write(prompt.encode())
            line = terminal.readline()
        finally:
            termios.tcsetattr(terminal, termios.TCSAFLUSH, before)
        terminal.write(b'\n')
    if not line:
        raise EOFError
    return line.decode().rstrip('\n')


def fallback_getpass(prompt='Password: ', stream=None):
    """Read a line from standard input, with a warning."""
    warnings.warn('Can not control echo on the terminal.', GetPassWarning, stacklevel=2)
    stream = stream or sys.stderr
    stream.write('Warning: Password input may be echoed.\n' + prompt)
    stream.flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.rstrip('\n')


def getuser():
    """The user's name: by the environment, or by /etc/passwd."""
    for variable in ('LOGNAME', 'USER', 'LNAME', 'USERNAME'):
        if os.environ.get(variable):
            return os.environ[variable]
    with open('/etc/passwd', encoding='utf-8', errors='surrogateescape') as users:
        for line in users:
            fields = line.split(':')
            if len(fields) > 2 and fields[2] == str(os.getuid()):
                return fields[0]
    raise KeyError(f'getpwuid(): uid not found: {os.getuid()}')
