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
    if sys.flags.verbose >= verbosity:
        print(message.format(*args), file=sys.stderr)


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
    if origin is None:
        origin = getattr(loader, '_ORIGIN', None)
    if hasattr(loader, 'get_filename'):
        from _frozen_importlib_external import spec_from_file_location
        if is_package is None:
            return spec_from_file_location(name, loader=loader)
        search = [] if is_package else None
        return spec_from_file_location(name, loader=loader, submodule_search_locations=search)
    if is_package is None:
        if hasattr(loader, 'is_package'):
            try:
                is_package = loader.is_package(name)
            except ImportError:
                is_package = None
        else:
            is_package = False
    return ModuleSpec(name, loader, origin=origin, is_package=is_package)


def _spec_from_module(module, loader=None, origin=None):
    try:
        spec = module.__spec__
    except AttributeError:
        pass
    else:
        if spec is not None:
            return spec
    name = module.__name__
    if loader is None:
        loader = getattr(module, '__loader__', None)
    location = getattr(module, '__file__', None)
    if origin is None:
        origin = getattr(loader, '_ORIGIN', None) if location is None else location
    spec = ModuleSpec(name, loader, origin=origin)
    spec.has_location = location is not None
    spec.cached = getattr(module, '__cached__', None)
    path = getattr(module, '__path__', None)
    spec.submodule_search_locations = None if path is None else list(path)
    return spec


def module_from_spec(spec):
    """A new module for the spec, its code not run."""
    if spec.loader is not None and hasattr(spec.loader, 'exec_module') \
            and not hasattr(spec.loader, 'create_module'):
        raise ImportError('loaders that define exec_module() must also define create_module()')
    return _imp._module_from_spec(spec)


def _init_module_attrs(spec, module, *, override=False):
    def give(name, value):
        if override or getattr(module, name, None) is None:
            try:
                setattr(module, name, value)
            except AttributeError:
                pass
    give('__name__', spec.name)
    give('__loader__', spec.loader)
    give('__package__', spec.parent)
    try:
        module.__spec__ = spec
    except AttributeError:
        pass
    if spec.submodule_search_locations is not None:
        give('__path__', spec.submodule_search_locations)
    if spec.has_location:
        give('__file__', spec.origin)
        if spec.cached is not None:
            give('__cached__', spec.cached)
    return module


def _exec(spec, module):
    """Run the spec's code in a module that exists."""
    name = spec.name
    with _ModuleLockManager(name):
        if sys.modules.get(name) is not module:
            raise ImportError(f'module {name!r} not in sys.modules', name=name)
        try:
            if spec.loader is None:
                if spec.submodule_search_locations is None:
                    raise ImportError('missing loader', name=spec.name)
                _init_module_attrs(spec, module, override=True)
            else:
                _init_module_attrs(spec, module, override=True)
                if not hasattr(spec.loader, 'exec_module'):
                    spec.loader.load_module(name)
                else:
                    spec.loader.exec_module(module)
        finally:
            # Code may have replaced the module in sys.modules.
            module = sys.modules.pop(spec.name)
            sys.modules[spec.name] = module
    return module


def _load(spec):
    """Return a new module object, loaded by the spec's loader."""
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
    """Verify arguments are "sane"."""
    if not isinstance(name, str):
        raise TypeError(f'module name must be str, not {type(name)}')
    if level < 0:
        raise ValueError('level must be >= 0')
    if level > 0:
        if not isinstance(package, str):
            raise TypeError('__package__ not set to a string')
        elif not package:
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
    """Find a module's spec."""
    if sys.meta_path is None:
        raise ImportError('sys.meta_path is None, Python is likely shutting down')
    for finder in list(sys.meta_path):
        try:
            find_spec = finder.find_spec
        except AttributeError:
            continue
        spec = find_spec(name, path, target)
        if spec is not None:
            return spec
    return None


def _gcd_import(name, package=None, level=0):
    """Import and return the module based on its name, package, and level."""
    _sanity_check(name, package, level)
    if level > 0:
        name = _resolve_name(name, package, level)
    return _imp._import(name)


def _calc___package__(globals):
    package = globals.get('__package__')
    spec = globals.get('__spec__')
    if package is not None:
        return package
    if spec is not None:
        return spec.parent
    package = globals['__name__']
    if '__path__' not in globals:
        package = package.rpartition('.')[0]
    return package


__import__ = __import__


def _call_with_frames_removed(f, *args, **kwds):
    return f(*args, **kwds)


def _requires_builtin(fxn):
    def _requires_builtin_wrapper(self, fullname):
        if fullname not in sys.builtin_module_names:
            raise ImportError(f'{fullname!r} is not a built-in module', name=fullname)
        return fxn(self, fullname)
    _wrap(_requires_builtin_wrapper, fxn)
    return _requires_builtin_wrapper


def _load_module_shim(self, fullname):
    spec = spec_from_loader(fullname, self)
    if fullname in sys.modules:
        module = sys.modules[fullname]
        _exec(spec, module)
        return sys.modules[fullname]
    return _load(spec)
