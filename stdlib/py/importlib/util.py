"""For those who write importers, or want to know where a module would come from."""

import _imp
import sys
from contextlib import contextmanager
from types import ModuleType

from _frozen_importlib import _find_spec, _resolve_name, module_from_spec, spec_from_loader
from _frozen_importlib_external import (MAGIC_NUMBER, _RAW_MAGIC_NUMBER, cache_from_source,
                                        decode_source, source_from_cache, spec_from_file_location)
from importlib._abc import Loader


def source_hash(source_bytes):
    """The hash that a .pyc file has of its source."""
    return _imp.source_hash(_RAW_MAGIC_NUMBER, source_bytes)


def resolve_name(name, package):
    """The absolute name, for one that may begin with dots."""
    bare = name.lstrip('.')
    if bare == name:
        return name
    if not package:
        raise ImportError(f'no package specified for {name!r} (required for relative module names)')
    return _resolve_name(bare, package, len(name) - len(bare))


def _find_spec_from_path(name, path=None):
    """The spec of a module, imported or to be found on the path."""
    if name not in sys.modules:
        return _find_spec(name, path)
    module = sys.modules[name]
    if module is None:
        return None
    if not hasattr(module, '__spec__'):
        raise ValueError(f'{name}.__spec__ is not set')
    if module.__spec__ is None:
        raise ValueError(f'{name}.__spec__ is None')
    return module.__spec__


def find_spec(name, package=None):
    """The spec of a module that may not be imported yet; None if there is none.

    The packages that it is in are imported.
    """
    name = resolve_name(name, package)
    outer = name.rpartition('.')[0]
    if name in sys.modules or not outer:
        return _find_spec_from_path(name)
    found = __import__(outer, fromlist=['__path__'])
    if not hasattr(found, '__path__'):
        raise ModuleNotFoundError(f'__path__ attribute not found on {outer!r} while trying to find '
                                  f'{name!r}', name=name)
    return _find_spec(name, found.__path__)


@contextmanager
def _module_to_load(name):
    """A new module in sys.modules, which is taken out again if that goes wrong; or the old one."""
    module = sys.modules.get(name)
    is_new = module is None
    if is_new:
        module = sys.modules[name] = ModuleType(name)
        module.__initializing__ = True
    try:
        yield module
    except Exception:
        if is_new:
            sys.modules.pop(name, None)
    finally:
        module.__initializing__ = False


class _LazyModule(ModuleType):
    """A module that is loaded when somebody looks at it."""

    def __getattribute__(self, attr):
        self.__class__ = ModuleType     # So that loading it does not load it again.
        spec, before = self.__spec__, self.__spec__.loader_state['__dict__']
        # What was set meanwhile counts more than what the code sets.
        unset = object()
        changed = {name: value for name, value in self.__dict__.items()
                   if before.get(name, unset) is not value}
        spec.loader.exec_module(self)
        if sys.modules.get(spec.name, self) is not self:
            raise ValueError(f'module object for {spec.name!r} substituted in sys.modules during a '
                             'lazy load')
        self.__dict__.update(changed)
        return getattr(self, attr)

    def __delattr__(self, attr):
        self.__getattribute__(attr)
        delattr(self, attr)


class LazyLoader(Loader):
    """A loader that puts another one off until somebody looks at the module."""

    def __init__(self, loader):
        self._check(loader)
        self.loader = loader

    @staticmethod
    def _check(loader):
        if not hasattr(loader, 'exec_module'):
            raise TypeError('loader must define exec_module()')

    @classmethod
    def factory(cls, loader):
        """Something that makes such loaders of what the other makes."""
        cls._check(loader)

        def make(*args, **kwargs):
            return cls(loader(*args, **kwargs))
        return make

    def create_module(self, spec):
        return self.loader.create_module(spec)

    def exec_module(self, module):
        """Make the module one that will be loaded."""
        spec = module.__spec__
        spec.loader = module.__loader__ = self.loader
        spec.loader_state = {'__dict__': dict(module.__dict__), '__class__': type(module)}
        module.__class__ = _LazyModule
