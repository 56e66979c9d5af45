"""What a spawned process is told, and what it does with it."""

import os
import pickle
import runpy
import signal
import sys
import types

from _multiprocessing import child_option, end_with

from . import context, process

__all__ = ['_main', 'freeze_support', 'get_command_line', 'get_executable', 'get_preparation_data',
           'import_main_path', 'set_executable']

_executable = os.fsencode(sys.executable) if sys.executable else None


def set_executable(executable):
    global _executable
    _executable = None if executable is None else os.fsencode(executable)


def get_executable():
    return _executable


def is_forking(argv):
    return len(argv) >= 2 and argv[1] == '--multiprocessing-fork'


def freeze_support():
    pass


_OF_LOCK = ('--as', '--gil', '--gil-plugin', '--chosen', '--switch-interval', '--check-interval',
            '--checks')
_WITH_VALUE = (*_OF_LOCK, '-W', '-X', '--seed', '--cost', '--trace-hashes', '--trace-block')


def _lock_options():
    """What this process was told of its lock: a new one shall have the same."""
    found, line = [], iter(sys.orig_argv[1:])
    for option in line:
        if option[:1] != '-' or option in ('-', '-c', '-m'):
            break
        name, equals, _ = option.partition('=')
        told = [option]
        if name in _WITH_VALUE and not equals:
            told.append(next(line, ''))
        if name in _OF_LOCK:
            found += told
    return found


def get_command_line(**kwargs):
    """The command of a new process: with this one's options, its lock's among them."""
    from .util import _args_from_interpreter_flags
    told = ', '.join(f'{name}={value!r}' for name, value in kwargs.items())
    code = f'from multiprocessing.spawn import spawn_main; spawn_main({told})'
    recorded = child_option()
    return [_executable, *_lock_options(), *(recorded[:1] if recorded else ()),
            *_args_from_interpreter_flags(), '-c', code, '--multiprocessing-fork']


def spawn_main(pipe_handle, parent_pid=None, tracker_fd=None):
    """The new process's whole life."""
    from . import resource_tracker, util
    tracker = resource_tracker._resource_tracker
    tracker._fd = tracker_fd
    util._leave(_main(pipe_handle, os.dup(pipe_handle)))


def _main(file, parent_sentinel):
    with open(file, 'rb', closefd=True, buffering=0) as from_parent:
        # Exactly what was sent: the pipe stays open, to tell of the parent's end.
        me = process.current_process()
        me._inheriting = True
        try:
            prepare(pickle.load(from_parent))
            becomes = pickle.load(from_parent)
        finally:
            del me._inheriting
    end_with(parent_sentinel, signal.SIGTERM)
    return becomes._bootstrap(parent_sentinel)


def _check_not_importing_main():
    if hasattr(process.current_process(), '_inheriting'):
        raise RuntimeError('''
        An attempt has been made to start a new process before the
        current process has finished its bootstrapping phase.

        This probably means that you are not using fork to start your
        child processes and you have forgotten to use the proper idiom
        in the main module:

            if __name__ == '__main__':
                freeze_support()
                ...

        The "freeze_support()" line can be omitted if the program
        is not going to be frozen to produce an executable.''')


def get_preparation_data(name):
    """What a new process needs to be like this one."""
    from . import util
    _check_not_importing_main()
    data = {'log_to_stderr': util._log_to_stderr,
            'authkey': process.current_process().authkey,
            'name': name,
            'sys_path': [process.ORIGINAL_DIR if path == '' and process.ORIGINAL_DIR else path
                         for path in sys.path],
            'sys_argv': sys.argv,
            'orig_dir': process.ORIGINAL_DIR,
            'dir': os.getcwd(),
            'start_method': context._default_context.get_start_method()}
    if util._logger is not None:
        data['log_level'] = util._logger.getEffectiveLevel()
    main = sys.modules['__main__']
    name = getattr(getattr(main, '__spec__', None), 'name', None)
    path = getattr(main, '__file__', None)
    if name is not None:
        data['init_main_from_name'] = name
    elif path is not None:
        if not os.path.isabs(path) and process.ORIGINAL_DIR is not None:
            path = os.path.join(process.ORIGINAL_DIR, path)
        data['init_main_from_path'] = os.path.normpath(path)
    return data


def prepare(data):
    """Become like the parent."""
    from . import util
    me = process.current_process()
    for name, owner, attribute in (('name', me, 'name'), ('authkey', me, 'authkey'),
                                   ('sys_path', sys, 'path'), ('sys_argv', sys, 'argv'),
                                   ('orig_dir', process, 'ORIGINAL_DIR')):
        if name in data:
            setattr(owner, attribute, data[name])
    if data.get('log_to_stderr'):
        util.log_to_stderr()
    for name, take in (('log_level', lambda level: util.get_logger().setLevel(level)),
                       ('dir', os.chdir), ('start_method', context._force_start_method),
                       ('init_main_from_name', import_main_module),
                       ('init_main_from_path', import_main_path)):
        if name in data:
            take(data[name])


def import_main_module(name):
    """Likewise for `python -m name`. What a package runs in __main__.py is not meant for imports."""
    if name == '__main__' or name.endswith('.__main__'):
        return
    if getattr(sys.modules['__main__'].__spec__, 'name', None) != name:
        _run_main(runpy.run_module, name, alter_sys=True)


def import_main_path(path):
    """Run the parent's script, under a name that its `if __name__ == '__main__'` does not know."""
    if os.path.splitext(os.path.basename(path))[0] == 'ipython':
        return
    _run_main(runpy.run_path, path)


def _run_main(run, where, **options):
    module = types.ModuleType('__mp_main__')
    module.__dict__.update(run(where, run_name='__mp_main__', **options))
    sys.modules['__main__'] = sys.modules['__mp_main__'] = module
