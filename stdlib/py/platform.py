"""What this program runs on: the system, the machine, and the interpreter.

The interpreter is gilbox: python_version() is the version of the language, python_implementation()
says what it is.
"""

import functools
import os
import sys
from collections import namedtuple

__all__ = ['architecture', 'freedesktop_os_release', 'libc_ver', 'machine', 'node', 'platform',
           'processor', 'python_branch', 'python_build', 'python_compiler',
           'python_implementation', 'python_revision', 'python_version', 'python_version_tuple',
           'release', 'system', 'uname', 'version']


uname_result = namedtuple('uname_result', 'system node release version machine processor')


@functools.cache
def uname():
    """The system, the name of the machine, the release and version of the system, the machine's
    kind and its processor."""
    return uname_result(*os.uname(), '')


def system():
    """Linux, for example."""
    return uname().system


def node():
    """The machine's name in the network."""
    return uname().node


def release():
    """The release of the system."""
    return uname().release


def version():
    """The version of the system."""
    return uname().version


def machine():
    """The kind of machine: x86_64, for example."""
    return uname().machine


def processor():
    """The processor; nothing, if there is nothing to say."""
    return uname().processor


def architecture(executable=sys.executable, bits='', linkage=''):
    """How many bits a pointer has, and how programs are linked."""
    return bits or f'{sys.maxsize.bit_length() + 1}bit', linkage or 'ELF'


def libc_ver(executable=None, lib='', version='', chunksize=16384):
    """The C library and its version, as far as one can tell."""
    try:
        name, _, number = os.confstr('CS_GNU_LIBC_VERSION').partition(' ')
        return name, number
    except (AttributeError, ValueError, OSError):
        return lib, version


def platform(aliased=0, terse=0):
    """All of it in one text."""
    libc, number = libc_ver()
    parts = [system(), release()]
    if not terse:
        parts.append(machine())
    if libc:
        parts += ['with', libc + number]
    return '-'.join([part.replace(' ', '_') for part in parts if part])


def python_implementation():
    """The interpreter's name."""
    return 'gilbox' if sys.implementation.name == 'gilbox' else 'CPython'


def python_version():
    """The version of the language: 3.11.x."""
    return '.'.join(map(str, sys.version_info[:3]))


def python_version_tuple():
    """The same in parts, as text."""
    return tuple(python_version().split('.'))


def python_branch():
    """Where the interpreter's source is from."""
    return ''


python_revision = python_branch


def python_build():
    """The number and the time of the build."""
    return 'main', ''


def python_compiler():
    """What compiled the interpreter."""
    _, bracket, rest = sys.version.partition('[')
    return rest.rstrip(']') if bracket else ''


@functools.cache
def _os_release():
    for path in ('/etc/os-release', '/usr/lib/os-release'):
        try:
            lines = open(path, encoding='utf-8')
        except OSError:
            continue
        found = {'NAME': 'Linux', 'ID': 'linux', 'PRETTY_NAME': 'Linux'}
        with lines:
            for line in lines:
                name, equals, value = line.strip().partition('=')
                if equals and name.isidentifier():
                    if value[:1] in ('"', "'") and value[:1] == value[-1:]:
                        value = value[1:-1]
                    found[name] = value
        return found
    raise OSError('Unable to read files /etc/os-release, /usr/lib/os-release')


def freedesktop_os_release():
    """What the distribution says of itself."""
    return dict(_os_release())


if __name__ == '__main__':
    print(platform())
