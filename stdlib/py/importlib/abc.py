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
    """Legacy abstract base class for import finders."""

    @abc.abstractmethod
    def find_module(self, fullname, path=None):
        """An abstract method that should find a module."""


class MetaPathFinder(metaclass=abc.ABCMeta):
    """A finder that can stand in sys.meta_path."""

    def invalidate_caches(self):
        """An optional method for clearing the finder's cache, if any."""


_register(MetaPathFinder, machinery.BuiltinImporter, machinery.FrozenImporter,
          machinery.PathFinder, machinery.WindowsRegistryFinder)


class PathEntryFinder(metaclass=abc.ABCMeta):
    """A finder for one entry of a path."""

    def invalidate_caches(self):
        """An optional method for clearing the finder's cache, if any."""


_register(PathEntryFinder, machinery.FileFinder)


class ResourceLoader(Loader):
    """Abstract base class for loaders which can return data from their back-end storage."""

    @abc.abstractmethod
    def get_data(self, path):
        """Return the bytes of the file at the path."""
        raise OSError


class InspectLoader(Loader):
    """Abstract base class for loaders which support inspection about the modules they can load."""

    def is_package(self, fullname):
        """Is the module a package?"""
        raise ImportError

    def get_code(self, fullname):
        """The module's code object, None for a module without source."""
        source = self.get_source(fullname)
        if source is None:
            return None
        return self.source_to_code(source)

    @abc.abstractmethod
    def get_source(self, fullname):
        """The module's source, a str."""
        raise ImportError

    @staticmethod
    def source_to_code(data, path='<string>'):
        """Compile 'data' into a code object."""
        return compile(data, path, 'exec', dont_inherit=True)

    exec_module = _frozen_importlib_external._LoaderBasics.exec_module
    load_module = _frozen_importlib_external._LoaderBasics.load_module


_register(InspectLoader, machinery.BuiltinImporter, machinery.FrozenImporter,
          machinery.NamespaceLoader)


class ExecutionLoader(InspectLoader):
    """Abstract base class for loaders that wish to support the execution of modules as scripts."""

    @abc.abstractmethod
    def get_filename(self, fullname):
        """The value that __file__ is to be set to."""
        raise ImportError

    def get_code(self, fullname):
        """Method to return the code object for fullname."""
        source = self.get_source(fullname)
        if source is None:
            return None
        try:
            path = self.get_filename(fullname)
        except ImportError:
            return self.source_to_code(source)
        return self.source_to_code(source, path)


_register(ExecutionLoader, machinery.ExtensionFileLoader)


class FileLoader(_frozen_importlib_external.FileLoader, ResourceLoader, ExecutionLoader):
    """Abstract base class partially implementing the ResourceLoader and ExecutionLoader ABCs."""


_register(FileLoader, machinery.SourceFileLoader, machinery.SourcelessFileLoader)


class SourceLoader(_SourceLoader, ResourceLoader, ExecutionLoader):
    """Abstract base class for loading source code (and optionally any corresponding bytecode)."""

    def path_mtime(self, path):
        """When the file last changed, in seconds."""
        if self.path_stats.__func__ is SourceLoader.path_stats:
            raise OSError
        return int(self.path_stats(path)['mtime'])

    def path_stats(self, path):
        """Return a metadata dict for the source pointed to by the path (str)."""
        if self.path_mtime.__func__ is SourceLoader.path_mtime:
            raise OSError
        return {'mtime': self.path_mtime(path)}

    def set_data(self, path, data):
        """Write the bytes to the path (if possible)."""


_register(SourceLoader, machinery.SourceFileLoader)
