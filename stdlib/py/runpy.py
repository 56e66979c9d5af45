"""Run a module or a file as if it were a script: what `gilbox -m NAME` does."""

import importlib.util
import io
import os
import sys

__all__ = ['run_module', 'run_path']


class _Error(Exception):
    """Says on the command line why a module can't be run."""


def _find(name):
    """The spec and code of a module, or of a package's __main__."""
    parent = name.rpartition('.')[0]
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, AttributeError, TypeError, ValueError) as error:
        raise _Error(f'Error while finding module specification for {name!r} '
                     f'({type(error).__name__}: {error})') from error
    if spec is None:
        raise _Error(f'No module named {name}')
    if spec.submodule_search_locations is not None:
        if name == '__main__' or name.endswith('.__main__'):
            raise _Error('Cannot use package as __main__ module')
        try:
            return _find(name + '.__main__')
        except _Error as error:
            if name not in sys.modules:
                raise
            raise _Error(f'{error}; {name!r} is a package and cannot be directly executed') from error
    if parent and name in sys.modules and not hasattr(sys.modules[name], '__path__'):
        from warnings import warn
        warn(f'{name!r} found in sys.modules after import of package {parent!r}, but prior to execution of '
             f'{name!r}; this may result in unpredictable behaviour', RuntimeWarning)
    if spec.loader is None:
        raise _Error(f'{name!r} is a namespace package and cannot be executed')
    try:
        code = spec.loader.get_code(name)
    except ImportError as error:
        raise _Error(str(error)) from error
    if code is None:
        raise _Error(f'No code object available for {name}')
    return spec, code


def _find_main():
    """Those of a folder's __main__.py: what runs now has that name too, and is not meant."""
    main = sys.modules.pop('__main__')
    try:
        return _find('__main__')
    finally:
        sys.modules['__main__'] = main


def _fill(namespace, run_name, spec, file):
    namespace.update(__name__=run_name, __file__=file, __cached__=None, __doc__=None,
                     __loader__=spec.loader if spec is not None else None,
                     __package__=spec.parent if spec is not None else '', __spec__=spec)
    return namespace


def _run_module_as_main(name, alter_argv=True):
    """Run a module in the namespace of __main__."""
    try:
        spec, code = _find_main() if name == '__main__' else _find(name)
    except _Error as error:
        sys.exit(f'{sys.executable}: {error}')
    if alter_argv:
        sys.argv[0] = spec.origin
    namespace = _main_namespace()
    exec(code, _fill(namespace, '__main__', spec, spec.origin))


def _main_namespace():
    main = sys.modules.get('__main__')
    if main is None:
        main = sys.modules['__main__'] = type(sys)('__main__')
    return main.__dict__


def _run(code, init_globals, run_name, spec, file):
    """Run code in a module of its own that stands in sys.modules meanwhile; its namespace."""
    module = type(sys)(run_name)
    if init_globals is not None:
        module.__dict__.update(init_globals)
    _fill(module.__dict__, run_name, spec, file)
    saved, argv0 = sys.modules.get(run_name), sys.argv[0]
    sys.modules[run_name] = module
    sys.argv[0] = file
    try:
        exec(code, module.__dict__)
        return module.__dict__.copy()
    finally:
        sys.argv[0] = argv0
        if saved is None:
            del sys.modules[run_name]
        else:
            sys.modules[run_name] = saved


def run_module(mod_name, init_globals=None, run_name=None, alter_sys=False):
    """Execute a module's code without importing it; return the resulting globals."""
    try:
        spec, code = _find(mod_name)
    except _Error as error:
        raise ImportError(str(error)) from error
    if run_name is None:
        run_name = mod_name
    if alter_sys:
        return _run(code, init_globals, run_name, spec, spec.origin)
    return _exec(code, init_globals, run_name, spec, spec.origin)


def _exec(code, init_globals, run_name, spec, file):
    namespace = dict(init_globals) if init_globals else {}
    exec(code, _fill(namespace, run_name, spec, file))
    return namespace


def run_path(path_name, init_globals=None, run_name=None):
    """Execute code located at the given file system path; return the resulting globals."""
    if run_name is None:
        run_name = '<run_path>'
    path = os.fsdecode(path_name)
    if os.path.isdir(path):
        sys.path.insert(0, path)
        try:
            spec, code = _find('__main__')
            return _run(code, init_globals, run_name, spec, spec.origin)
        except _Error as error:
            raise ImportError(str(error)) from error
        finally:
            sys.path.remove(path)
    with io.open_code(path) as file:
        code = compile(file.read(), path, 'exec')
    return _run(code, init_globals, run_name, None, path)
