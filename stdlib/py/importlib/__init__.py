"""Importing modules by name, and again."""

import sys

import _frozen_importlib as _bootstrap
import _frozen_importlib_external as _bootstrap_external
from _frozen_importlib import __import__

__all__ = ['__import__', 'import_module', 'invalidate_caches', 'reload']

sys.modules.setdefault('importlib._bootstrap', _bootstrap)
sys.modules.setdefault('importlib._bootstrap_external', _bootstrap_external)

_RELOADING = {}     # Those whose code is being run again.


def invalidate_caches():
    """Let the finders look again at what they remember."""
    for finder in sys.meta_path:
        forget = getattr(finder, 'invalidate_caches', None)
        if forget is not None:
            forget()


def find_loader(name, path=None):
    """Deprecated: the loader of a module, imported or not; None if there is no such module."""
    from warnings import warn
    warn('Deprecated since Python 3.4 and slated for removal in Python 3.12; use '
         'importlib.util.find_spec() instead', DeprecationWarning, stacklevel=2)
    if name in sys.modules:
        module = sys.modules[name]
        if not hasattr(module, '__loader__'):
            raise ValueError(f'{name}.__loader__ is not set')
        if module.__loader__ is None:
            raise ValueError(f'{name}.__loader__ is None')
        return module.__loader__
    spec = _bootstrap._find_spec(name, path)
    if spec is None or spec.loader is not None:
        return spec and spec.loader
    what = f'spec for {name} missing loader' if spec.submodule_search_locations is None \
        else 'namespace packages do not have loaders'
    raise ImportError(what, name=name)


def import_module(name, package=None):
    """Import a module by its name; with leading dots, from inside that package."""
    bare = name.lstrip('.')
    level = len(name) - len(bare)
    if level and not package:
        raise TypeError("the 'package' argument is required to perform a relative import "
                        f'for {name!r}')
    return _bootstrap._gcd_import(bare, package, level)


def reload(module):
    """Run the module's code again, in the module as it is, and return it."""
    spec = getattr(module, '__spec__', None)
    name = getattr(spec, 'name', None) or getattr(module, '__name__', None)
    if name is None:
        raise TypeError('reload() argument must be a module')
    if sys.modules.get(name) is not module:
        raise ImportError(f'module {name} not in sys.modules', name=name)
    if name in _RELOADING:
        return _RELOADING[name]
    _RELOADING[name] = module
    try:
        package, path = name.rpartition('.')[0], None
        if package:
            if package not in sys.modules:
                raise ImportError(f'parent {package!r} not in sys.modules', name=package)
            path = sys.modules[package].__path__
        spec = module.__spec__ = _bootstrap._find_spec(name, path, module)
        if spec is None:
            raise ModuleNotFoundError(f'spec not found for the module {name!r}', name=name)
        _bootstrap._exec(spec, module)
        return sys.modules[name]        # It may have put something else there.
    finally:
        _RELOADING.pop(name, None)
