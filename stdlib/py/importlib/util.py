"""For those who write importers, or want to know where a module would come from."""
import _imp
import sys
import types
from contextlib import contextmanager

from _frozen_importlib import _find_spec, _resolve_name, module_from_spec, spec_from_loader
from _frozen_importlib_external import (
    MAGIC_NUMBER, _RAW_MAGIC_NUMBER, cache_from_source, decode_source, source_from_cache,
    spec_from_file_location)
from importlib._abc import Loader


def source_hash(source_bytes):
    """The hash that a .pyc file has of its source."""
    return _imp.source_hash(_RAW_MAGIC_NUMBER, source_bytes)


def resolve_name(name, package):
    """The absolute name, for one that may begin with dots."""
    if not name.startswith('.'):
        return name
    elif not package:
        raise ImportError(f'no package specified for {repr(name)} '
                          '(required for relative module names)')
    level = len(name) - len(name.lstrip('.'))
    return _resolve_name(name[level:], package, level)


def _find_spec_from_path(name, path=None):
    """Return the spec for the specified module."""
    if name not in sys.modules:
        return _find_spec(name, path)
    module = sys.modules[name]
    if module is None:
        return None
    try:
        spec = module.__spec__
    except AttributeError:
        raise ValueError(f'{name}.__spec__ is not set') from None
    if spec is None:
        raise ValueError(f'{name}.__spec__ is None')
    return spec


def find_spec(name, package=None):
    """The spec of a module that may not be imported yet; None if there is none.

    The packages that it is in are imported.
    """
    fullname = resolve_name(name, package) if name.startswith('.') else name
    if fullname in sys.modules:
        return _find_spec_from_path(fullname)
    parent_name = fullname.rpartition('.')[0]
    parent_path = None
    if parent_name:
        parent = __import__(parent_name, fromlist=['__path__'])
        try:
            parent_path = parent.__path__
        except AttributeError as e:
            raise ModuleNotFoundError(
                f"__path__ attribute not found on {parent_name!r} "
                f"while trying to find {fullname!r}", name=fullname) from e
    return _find_spec(fullname, parent_path)


@contextmanager
def _module_to_load(name):
    is_reload = name in sys.modules
    module = sys.modules.get(name)
    if not is_reload:
        module = type(sys)(name)
        module.__initializing__ = True
        sys.modules[name] = module
    try:
        yield module
    except Exception:
        if not is_reload:
            try:
                del sys.modules[name]
            except KeyError:
                pass
    finally:
        module.__initializing__ = False


class _LazyModule(types.ModuleType):
    """A module that is loaded when somebody looks at it."""

    def __getattribute__(self, attr):
        """Load it, and look."""
        # Whoever looks first loads it; the class is changed back before, lest that look again.
        self.__class__ = types.ModuleType
        spec = self.__spec__
        attrs_then = spec.loader_state['__dict__']
        attrs_now = self.__dict__
        attrs_updated = {}
        for key, value in attrs_now.items():
            if key not in attrs_then or id(attrs_now[key]) != id(attrs_then[key]):
                attrs_updated[key] = value
        spec.loader.exec_module(self)
        if spec.name in sys.modules and id(self) != id(sys.modules[spec.name]):
            raise ValueError(f"module object for {spec.name!r} substituted in sys.modules "
                             "during a lazy load")
        self.__dict__.update(attrs_updated)
        return getattr(self, attr)

    def __delattr__(self, attr):
        """Load it, and delete."""
        self.__getattribute__(attr)
        delattr(self, attr)


class LazyLoader(Loader):
    """A loader that puts another one off until somebody looks at the module."""

    @staticmethod
    def __check_eager_loader(loader):
        if not hasattr(loader, 'exec_module'):
            raise TypeError('loader must define exec_module()')

    @classmethod
    def factory(cls, loader):
        """Something that makes such loaders of what the other makes."""
        cls.__check_eager_loader(loader)
        return lambda *args, **kwargs: cls(loader(*args, **kwargs))

    def __init__(self, loader):
        self.__check_eager_loader(loader)
        self.loader = loader

    def create_module(self, spec):
        return self.loader.create_module(spec)

    def exec_module(self, module):
        """Make the module load lazily."""
        module.__spec__.loader = self.loader
        module.__loader__ = self.loader
        loader_state = {'__dict__': module.__dict__.copy(), '__class__': module.__class__}
        module.__spec__.loader_state = loader_state
        module.__class__ = _LazyModule
