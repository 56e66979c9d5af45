"""What finders and loaders have to be able to do, as abstract classes."""
import abc

import _frozen_importlib
import _frozen_importlib_external
from _frozen_importlib_external import SourceLoader as _SourceLoader
from importlib import machinery
from importlib._abc import Loader

__all__ = ['Loader', 'Finder', 'MetaPathFinder', 'PathEntryFinder', 'ResourceLoader',
           'InspectLoader', 'ExecutionLoader', 'FileLoader', 'SourceLoader']


def _register(abstract_cls, *classes):
    for cls in classes:
        abstract_cls.register(cls)


class Finder(metaclass=abc.ABCMeta):
    """Of long ago: what finds modules."""

    @abc.abstractmethod
    def find_module(self, fullname, path=None):
        """The loader of the module, or None."""


class MetaPathFinder(metaclass=abc.ABCMeta):
    """A finder that can stand in sys.meta_path."""

    def invalidate_caches(self):
        """Forget what is remembered."""


_register(MetaPathFinder, machinery.BuiltinImporter, machinery.FrozenImporter,
          machinery.PathFinder, machinery.WindowsRegistryFinder)


class PathEntryFinder(metaclass=abc.ABCMeta):
    """A finder for one entry of a path."""

    def invalidate_caches(self):
        """Forget what is remembered."""


_register(PathEntryFinder, machinery.FileFinder)


class ResourceLoader(Loader):
    """A loader that has data besides modules."""

    @abc.abstractmethod
    def get_data(self, path):
        """Return the bytes of the file at the path."""
        raise OSError


class InspectLoader(Loader):
    """A loader that can tell about modules without loading them."""

    def is_package(self, fullname):
        """Is the module a package?"""
        raise ImportError

    def get_code(self, fullname):
        """The module's code object, None for a module without source."""
        source = self.get_source(fullname)
        return None if source is None else self.source_to_code(source)

    @abc.abstractmethod
    def get_source(self, fullname):
        """The module's source, a str."""
        raise ImportError

    @staticmethod
    def source_to_code(data, path='<string>'):
        """The code that source text stands for."""
        return compile(data, path, 'exec', dont_inherit=True)

    exec_module = _frozen_importlib_external._LoaderBasics.exec_module
    load_module = _frozen_importlib_external._LoaderBasics.load_module


_register(InspectLoader, machinery.BuiltinImporter, machinery.FrozenImporter,
          machinery.NamespaceLoader)


class ExecutionLoader(InspectLoader):
    """A loader of modules that can be run as programs."""

    @abc.abstractmethod
    def get_filename(self, fullname):
        """The value that __file__ is to be set to."""
        raise ImportError

    def get_code(self, fullname):
        """The code, which knows its file if there is one."""
        try:
            place = (self.get_filename(fullname),)
        except ImportError:
            place = ()
        source = self.get_source(fullname)
        return None if source is None else self.source_to_code(source, *place)


_register(ExecutionLoader, machinery.ExtensionFileLoader)


class FileLoader(_frozen_importlib_external.FileLoader, ResourceLoader, ExecutionLoader):
    """A loader that has a path."""


_register(FileLoader, machinery.SourceFileLoader, machinery.SourcelessFileLoader)


class SourceLoader(_SourceLoader, ResourceLoader, ExecutionLoader):
    """A loader of source text."""

    def path_mtime(self, path):
        """When the file last changed, in seconds."""
        if self.path_stats.__func__ is SourceLoader.path_stats:
            raise OSError
        known = self.path_stats(path)
        return int(known['mtime'])

    def path_stats(self, path):
        """What is known about the file: a dict with mtime."""
        if self.path_mtime.__func__ is SourceLoader.path_mtime:
            raise OSError
        return {'mtime': self.path_mtime(path)}

    def set_data(self, path, data):
        """Write the file, if that is possible."""


_register(SourceLoader, machinery.SourceFileLoader)
