"""How long small pieces of code take.

    python -m timeit [-n N] [-r N] [-s SETUP] [-u UNIT] [-p] [-v] STATEMENT ...

The statement is put into a loop, and the loop into a function. The best of several runs tells most:
the others were disturbed.
"""

import gc
import itertools
import sys
import time

__all__ = ['Timer', 'default_timer', 'repeat', 'timeit']

default_timer = time.perf_counter
default_number, default_repeat = 1000000, 5
dummy_src_name = '<timeit-src>'
_UNITS = {'nsec': 1e-9, 'usec': 1e-6, 'msec': 1e-3, 'sec': 1.0}

_template = '''\
def inner(_it, _timer{parameters}):
    {setup}
    _t0 = _timer()
    for _i in _it:
        {statement}
        pass
    _t1 = _timer()
    return _t1 - _t0
'''


def _indented(source, blanks):
    return source.replace('\n', '\n' + ' ' * blanks)


class Timer:
    """Times a statement: text or a function. The setup, the same, is run once before each loop."""

    def __init__(self, stmt='pass', setup='pass', timer=default_timer, globals=None):
        self.timer = timer
        scope, parameters, parts = {} if globals is None else dict(globals), '', []
        tried = ''
        for what, name, code in (('setup', '_setup', setup), ('stmt', '_stmt', stmt)):
            if isinstance(code, str):
                tried += code + '\n'
                compile(tried, dummy_src_name, 'exec')      # So that mistakes are told of by line.
            elif callable(code):
                scope[name] = code
                parameters += f', {name}={name}'
                code = name + '()'
            else:
                raise ValueError(f'{what} is neither a string nor callable')
            parts.append(code)
        self.src = _template.format(parameters=parameters, setup=_indented(parts[0], 4),
                                    statement=_indented(parts[1], 8))
        exec(compile(self.src, dummy_src_name, 'exec'), scope)
        self.inner = scope['inner']

    def print_exc(self, file=None):
        """Print a traceback that shows the code that was timed."""
        import linecache
        import traceback
        linecache.cache[dummy_src_name] = (len(self.src), None, self.src.split('\n'),
                                           dummy_src_name)
        traceback.print_exc(file=file)

    def timeit(self, number=default_number):
        """The seconds for that many times."""
        was_on = gc.isenabled()
        gc.disable()
        try:
            return self.inner(itertools.repeat(None, number), self.timer)
        finally:
            if was_on:
                gc.enable()

    def repeat(self, repeat=default_repeat, number=default_number):
        """A list of the results of that many runs of timeit()."""
        return [self.timeit(number) for _ in range(repeat)]

    def autorange(self, callback=None):
        """(number, seconds) for the first number of 1, 2, 5, 10, ... that takes 0.2 seconds."""
        for exponent in itertools.count():
            for digit in (1, 2, 5):
                number = digit * 10 ** exponent
                seconds = self.timeit(number)
                if callback:
                    callback(number, seconds)
                if seconds >= 0.2:
                    return number, seconds


def timeit(stmt='pass', setup='pass', timer=default_timer, number=default_number, globals=None):
    """Timer(stmt, setup, timer, globals).timeit(number)"""
    return Timer(stmt, setup, timer, globals).timeit(number)


def repeat(stmt='pass', setup='pass', timer=default_timer, repeat=default_repeat,
           number=default_number, globals=None):
    """Timer(stmt, setup, timer, globals).repeat(repeat, number)"""
    return Timer(stmt, setup, timer, globals).repeat(repeat, number)


def _options(args):
    import argparse
    parser = argparse.ArgumentParser(prog='timeit', description='Times a statement.')
    parser.add_argument('statement', nargs='*', help='lines of code')
    parser.add_argument('-n', '--number', type=int, default=0, metavar='N')
    parser.add_argument('-r', '--repeat', type=int, default=default_repeat, metavar='N')
    parser.add_argument('-s', '--setup', action='append', default=[], metavar='S')
    parser.add_argument('-u', '--unit', choices=_UNITS)
    parser.add_argument('-p', '--process', action='store_true', help='time of the process')
    parser.add_argument('-v', '--verbose', action='count', default=0)
    return parser.parse_args(args)


def main(args=None, *, _wrap_timer=None):
    """Time the statement of a command line, and print the best result. None, or 1 on an error."""
    options = _options(args)
    timer = time.process_time if options.process else default_timer
    if _wrap_timer is not None:
        timer = _wrap_timer(timer)
    sys.path.insert(0, '')
    timed = Timer('\n'.join(options.statement) or 'pass', '\n'.join(options.setup) or 'pass', timer)
    precision = 3 + max(options.verbose - 1, 0)

    def shown(seconds):
        unit = options.unit
        if unit is None:
            unit = next((name for name in reversed(_UNITS) if seconds >= _UNITS[name]), 'nsec')
        return f'{seconds / _UNITS[unit]:.{precision}g} {unit}'

    def loops(number):
        return f'{number} loop{"" if number == 1 else "s"}'

    def tell(number, seconds):
        print(f'{loops(number)} -> {seconds:.{precision}g} secs')

    number = options.number
    try:
        if number == 0:
            number, _ = timed.autorange(tell if options.verbose else None)
            if options.verbose:
                print()
        raw = timed.repeat(max(options.repeat, 1), number)
    except Exception:
        timed.print_exc()
        return 1
    if options.verbose:
        print(f'raw times: {", ".join(map(shown, raw))}\n')
    times = [seconds / number for seconds in raw]
    best, worst = min(times), max(times)
    print(f'{loops(number)}, best of {len(raw)}: {shown(best)} per loop')
    if worst >= best * 4:
        import warnings
        warnings.warn_explicit('The test results are likely unreliable. The worst time '
                               f'({shown(worst)}) was more than four times slower than the best '
                               f'time ({shown(best)}).', UserWarning, '', 0)
    return None


if __name__ == '__main__':
    sys.exit(main())
