"""The core of importing, as importlib shows it.

The import statement itself is written in C (module _imp). These are the functions and classes by
which Python code can take part: CPython has them in importlib._bootstrap.
"""
import _imp
import sys

from _imp import BuiltinImporter, FrozenImporter, ModuleSpec

_ERR_MSG_PREFIX = 'No module named '
_ERR_MSG = _ERR_MSG_PREFIX + '{!r}'


def _verbose_message(message, *args, verbosity=1):
    if verbosity <= sys.flags.verbose:
        sys.stderr.write(message.format(*args) + '\n')


def _object_name(obj):
    try:
        return obj.__qualname__
    except AttributeError:
        return type(obj).__qualname__


def _wrap(new, old):
    for name in ('__module__', '__name__', '__qualname__', '__doc__'):
        if hasattr(old, name):
            setattr(new, name, getattr(old, name))
    new.__dict__.update(old.__dict__)


def _new_module(name):
    return type(sys)(name)


def spec_from_loader(name, loader, *, origin=None, is_package=None):
    """A spec for the module that the loader will load."""
    if hasattr(loader, 'get_filename'):
        from _frozen_importlib_external import spec_from_file_location
        known = {} if is_package is None else \
            {'submodule_search_locations': [] if is_package else None}
        return spec_from_file_location(name, loader=loader, **known)
    if is_package is None:
        try:
            is_package = hasattr(loader, 'is_package') and loader.is_package(name)
        except ImportError:
            pass
    origin = getattr(loader, '_ORIGIN', None) if origin is None else origin
    return ModuleSpec(name, loader, origin=origin, is_package=is_package)


def _spec_from_module(module, loader=None, origin=None):
    """The module's spec, or one made of what the module says of itself."""
    own = vars(module)
    if own.get('__spec__') is not None:
        return own['__spec__']
    loader, file = loader or own.get('__loader__'), own.get('__file__')
    if origin is None:
        origin = file or getattr(loader, '_ORIGIN', None)
    made = ModuleSpec(module.__name__, loader, origin=origin)
    made.has_location, made.cached = file is not None, own.get('__cached__')
    path = own.get('__path__')
    made.submodule_search_locations = path and list(path)
    return made


def module_from_spec(spec):
    """A new module for the spec, its code not run."""
    if spec.loader is not None and hasattr(spec.loader, 'exec_module') \
            and not hasattr(spec.loader, 'create_module'):
        raise ImportError('loaders that define exec_module() must also define create_module()')
    return _imp._module_from_spec(spec)


def _init_module_attrs(spec, module, *, override=False):
    """Tell the module what the spec knows; without override only what it does not know itself."""
    facts = {'__name__': spec.name, '__loader__': spec.loader, '__package__': spec.parent}
    if spec.submodule_search_locations is not None:
        facts['__path__'] = spec.submodule_search_locations
    if spec.has_location:
        facts['__file__'] = spec.origin
        if spec.cached is not None:
            facts['__cached__'] = spec.cached
    if not override:
        facts = {name: value for name, value in facts.items()
                 if getattr(module, name, None) is None}
    for name, value in {**facts, '__spec__': spec}.items():
        try:
            setattr(module, name, value)
        except AttributeError:
            pass
    return module


def _exec(spec, module):
    """Run the spec's code in a module that exists."""
    name, loader = spec.name, spec.loader
    with _ModuleLockManager(name):
        if sys.modules.get(name) is not module:
            raise ImportError(f'module {name!r} not in sys.modules', name=name)
        try:
            if loader is None and spec.submodule_search_locations is None:
                raise ImportError('missing loader', name=name)
            _init_module_attrs(spec, module, override=True)
            if hasattr(loader, 'exec_module'):
                loader.exec_module(module)
            elif loader is not None:
                loader.load_module(name)
        finally:
            # The code may have put another one there. It is the newest now.
            module = sys.modules[name] = sys.modules.pop(name)
    return module


def _load(spec):
    """A new module, loaded as the spec says."""
    with _ModuleLockManager(spec.name):
        return _imp._load_spec(spec)


_load_unlocked = _imp._load_spec


def _module_repr(m):
    return type(sys).__repr__(m)


class _ImportLockContext:
    """Hold the lock of imports."""

    def __enter__(self):
        _imp.acquire_lock()

    def __exit__(self, *exc):
        _imp.release_lock()


class _ModuleLockManager(_ImportLockContext):
    def __init__(self, name):
        self._name = name


def _sanity_check(name, package, level):
    """Refuse what is no name of a module."""
    if not isinstance(name, str):
        raise TypeError(f'module name must be str, not {type(name)}')
    if level < 0:
        raise ValueError('level must be >= 0')
    if level and not isinstance(package, str):
        raise TypeError('__package__ not set to a string')
    if level and not package:
        raise ImportError('attempted relative import with no known parent package')
    if not name and level == 0:
        raise ValueError('Empty module name')


def _resolve_name(name, package, level):
    """The absolute name of one that is seen from a package."""
    bits = package.rsplit('.', level - 1)
    if len(bits) < level:
        raise ImportError('attempted relative import beyond top-level package')
    base = bits[0]
    return f'{base}.{name}' if name else base


def _find_spec(name, path, target=None):
    """What the first finder says that knows the module; None if none does."""
    if sys.meta_path is None:
        raise ImportError('sys.meta_path is None, Python is likely shutting down')
    for finder in list(sys.meta_path):
        if hasattr(finder, 'find_spec'):
            spec = finder.find_spec(name, path, target)
            if spec is not None:
                return spec
    return None


def _gcd_import(name, package=None, level=0):
    """Import a module by its name, which is seen from a package if level is not 0."""
    _sanity_check(name, package, level)
    if level > 0:
        name = _resolve_name(name, package, level)
    return _imp._import(name)


def _calc___package__(globals):
    """The package of a module, by its globals."""
    if globals.get('__package__') is not None:
        return globals['__package__']
    if globals.get('__spec__') is not None:
        return globals['__spec__'].parent
    name = globals['__name__']
    return name if '__path__' in globals else name.rpartition('.')[0]


__import__ = __import__


def _call_with_frames_removed(f, *args, **kwds):
    return f(*args, **kwds)


def _requires_builtin(fxn):
    """Decorator of a loader's method: only for modules that are built in."""
    def checked(self, name):
        if name in sys.builtin_module_names:
            return fxn(self, name)
        raise ImportError(f'{name!r} is not a built-in module', name=name)
    _wrap(checked, fxn)
    return checked


def _load_module_shim(self, fullname):
    """load_module() of loaders that have exec_module()."""
    spec = spec_from_loader(fullname, self)
    if fullname not in sys.modules:
        return _load(spec)
    _exec(spec, sys.modules[fullname])
    return sys.modules[fullname]
