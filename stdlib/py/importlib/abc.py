"""What finders and loaders have to be able to do, as abstract classes."""
import abc

import _frozen_importlib_external as _files
from importlib import machinery
from importlib._abc import Loader

__all__ = ['Loader', 'Finder', 'MetaPathFinder', 'PathEntryFinder', 'ResourceLoader',
           'InspectLoader', 'ExecutionLoader', 'FileLoader', 'SourceLoader']


class Finder(metaclass=abc.ABCMeta):
    """Of long ago: what finds modules."""

    @abc.abstractmethod
    def find_module(self, fullname, path=None):
        """The loader of the module, or None."""


class MetaPathFinder(metaclass=abc.ABCMeta):
    """A finder that can stand in sys.meta_path."""

    def invalidate_caches(self):
        """Forget what is remembered."""


class PathEntryFinder(metaclass=abc.ABCMeta):
    """A finder for one entry of a path."""

    def invalidate_caches(self):
        """Forget what is remembered."""


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
        return self._code_of(fullname)

    def _code_of(self, fullname, *place):
        text = self.get_source(fullname)
        return None if text is None else self.source_to_code(text, *place)

    @abc.abstractmethod
    def get_source(self, fullname):
        """The module's source, a str."""
        raise ImportError

    @staticmethod
    def source_to_code(data, path='<string>'):
        """The code that source text stands for."""
        return compile(data, path, mode='exec', dont_inherit=True)

    exec_module, load_module = _files._LoaderBasics.exec_module, _files._LoaderBasics.load_module


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
        return self._code_of(fullname, *place)


class FileLoader(_files.FileLoader, ResourceLoader, ExecutionLoader):
    """A loader that has a path."""


class SourceLoader(_files.SourceLoader, ResourceLoader, ExecutionLoader):
    """A loader of source text."""

    def path_mtime(self, path):
        """When the file last changed, in seconds."""
        self._insist_on_other('path_stats')
        known = self.path_stats(path)
        return int(known['mtime'])

    def path_stats(self, path):
        """What is known about the file: a dict with mtime."""
        self._insist_on_other('path_mtime')
        return dict(mtime=self.path_mtime(path))

    def _insist_on_other(self, method):
        """A subclass has to define one of the two."""
        if getattr(type(self), method) is getattr(SourceLoader, method):
            raise OSError

    def set_data(self, path, data):
        """Write the file, if that is possible."""


# The machinery's own classes inherit from nothing here: it starts before there are abstract classes.
for _kind, _names in {
        MetaPathFinder: ('BuiltinImporter', 'FrozenImporter', 'PathFinder',
                         'WindowsRegistryFinder'),
        PathEntryFinder: ('FileFinder',),
        InspectLoader: ('BuiltinImporter', 'FrozenImporter', 'NamespaceLoader'),
        ExecutionLoader: ('ExtensionFileLoader',),
        FileLoader: ('SourceFileLoader', 'SourcelessFileLoader'),
        SourceLoader: ('SourceFileLoader',)}.items():
    for _name in _names:
        _kind.register(getattr(machinery, _name))
del _kind, _names, _name
