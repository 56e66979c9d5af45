"""Importing from files, as importlib shows it; in CPython this is importlib._bootstrap_external.

gilbox compiles source each time and keeps no cache files, so what concerns those is here only in
name.
"""
import _imp
import sys

import _frozen_importlib as _bootstrap
from _imp import ModuleSpec, PathFinder, SourceFileLoader

path_sep = '/'
path_separators = '/'

SOURCE_SUFFIXES = ['.py']
EXTENSION_SUFFIXES = []
BYTECODE_SUFFIXES = ['.pyc']
DEBUG_BYTECODE_SUFFIXES = OPTIMIZED_BYTECODE_SUFFIXES = BYTECODE_SUFFIXES
_PYCACHE = '__pycache__'
_OPT = 'opt-'
MAGIC_NUMBER = (3495).to_bytes(2, 'little') + b'\r\n'
_RAW_MAGIC_NUMBER = int.from_bytes(MAGIC_NUMBER, 'little')
_POPULATE = object()


def _pack_uint32(x):
    """Convert a 32-bit integer to little-endian."""
    return (int(x) & 0xFFFFFFFF).to_bytes(4, 'little')


def _unpack_uint32(data):
    """Convert 4 bytes in little-endian to an integer."""
    assert len(data) == 4
    return int.from_bytes(data, 'little')


def _unpack_uint16(data):
    """Convert 2 bytes in little-endian to an integer."""
    assert len(data) == 2
    return int.from_bytes(data, 'little')


def _path_join(*parts):
    return '/'.join([part.rstrip('/') for part in parts if part])


def _path_split(path):
    head, _, tail = path.rpartition('/')
    return head, tail


def _path_stat(path):
    import os
    return os.stat(path)


def _path_isfile(path):
    import os.path
    return os.path.isfile(path or '.')


def _path_isdir(path):
    import os.path
    return os.path.isdir(path or '.')


def _path_isabs(path):
    return path.startswith('/')


def _path_abspath(path):
    import os.path
    return os.path.abspath(path)


def cache_from_source(path, debug_override=None, *, optimization=None):
    """Given the path to a .py file, return the path to its .pyc file."""
    if sys.implementation.cache_tag is None:
        raise NotImplementedError('sys.implementation.cache_tag is None')


def source_from_cache(path):
    """Given the path to a .pyc. file, return the path to its .py file."""
    if sys.implementation.cache_tag is None:
        raise NotImplementedError('sys.implementation.cache_tag is None')


def decode_source(source_bytes):
    """Decode bytes representing source code and return the string."""
    import tokenize
    import _io
    readline = _io.BytesIO(source_bytes).readline
    encoding = tokenize.detect_encoding(readline)
    newlines = _io.IncrementalNewlineDecoder(None, True)
    return newlines.decode(source_bytes.decode(encoding[0]))


def spec_from_file_location(name, location=None, *, loader=None,
                            submodule_search_locations=_POPULATE):
    """Return a module spec based on a file location."""
    if location is None:
        location = '<unknown>'
        if hasattr(loader, 'get_filename'):
            try:
                location = loader.get_filename(name)
            except ImportError:
                pass
    else:
        if not isinstance(location, (str, bytes)):
            location = location.__fspath__()
        if isinstance(location, bytes):
            location = location.decode('utf-8', 'surrogateescape')
        if not location.startswith('/'):
            location = _path_abspath(location)
    if loader is None:
        for loader_class, suffixes in _get_supported_file_loaders():
            if location.endswith(tuple(suffixes)):
                loader = loader_class(name, location)
                break
        else:
            return None
    spec = ModuleSpec(name, loader, origin=location)
    spec.has_location = True
    if submodule_search_locations is _POPULATE:
        if hasattr(loader, 'is_package'):
            try:
                is_package = loader.is_package(name)
            except ImportError:
                pass
            else:
                if is_package:
                    spec.submodule_search_locations = []
    else:
        spec.submodule_search_locations = submodule_search_locations
    if spec.submodule_search_locations == [] and location:
        spec.submodule_search_locations.append(_path_split(location)[0])
    return spec


class _LoaderBasics:
    """Base class of common code for loaders that have a get_code()."""

    def is_package(self, fullname):
        filename = _path_split(self.get_filename(fullname))[1]
        return filename.rsplit('.', 1)[0] == '__init__' and fullname.rpartition('.')[2] != '__init__'

    def create_module(self, spec):
        """Use default semantics for module creation."""

    def exec_module(self, module):
        """Execute the module."""
        code = self.get_code(module.__name__)
        if code is None:
            raise ImportError(f'cannot load module {module.__name__!r} when get_code() returns None')
        exec(code, module.__dict__)

    def load_module(self, fullname):
        return _bootstrap._load_module_shim(self, fullname)


class SourceLoader(_LoaderBasics):
    def path_mtime(self, path):
        raise OSError

    def path_stats(self, path):
        return {'mtime': self.path_mtime(path)}

    def set_data(self, path, data):
        """Optional method which writes data to a file path."""

    def _cache_bytecode(self, source_path, cache_path, data):
        return self.set_data(cache_path, data)

    def get_source(self, fullname):
        path = self.get_filename(fullname)
        try:
            source_bytes = self.get_data(path)
        except OSError as exc:
            raise ImportError('source not available through get_data()', name=fullname) from exc
        return decode_source(source_bytes)

    def source_to_code(self, data, path, *, _optimize=-1):
        """Return the code object compiled from source."""
        return compile(data, path, 'exec', dont_inherit=True, optimize=_optimize)

    def get_code(self, fullname):
        source_path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(source_path), source_path)


class FileLoader:
    """Base file loader class which implements what loaders with a path need."""

    def __init__(self, fullname, path):
        self.name = fullname
        self.path = path

    def __eq__(self, other):
        return self.__class__ == other.__class__ and self.__dict__ == other.__dict__

    def __hash__(self):
        return hash(self.name) ^ hash(self.path)

    def load_module(self, fullname):
        return super().load_module(fullname)

    def get_filename(self, fullname):
        return self.path

    def get_data(self, path):
        import _io
        with _io.FileIO(path, 'r') as file:
            return file.read()


class SourcelessFileLoader(FileLoader, _LoaderBasics):
    """Loader which handles sourceless file imports: there are none that gilbox could run."""

    def get_code(self, fullname):
        raise ImportError(f'bad magic number in {fullname!r}', name=fullname,
                          path=self.get_filename(fullname))

    def get_source(self, fullname):
        return None


class ExtensionFileLoader(FileLoader, _LoaderBasics):
    """Loader for extension modules: gilbox cannot load CPython's."""

    def create_module(self, spec):
        raise ImportError('dynamic modules are not supported', name=spec.name, path=self.path)

    def exec_module(self, module):
        pass

    def is_package(self, fullname):
        return False

    def get_code(self, fullname):
        return None

    def get_source(self, fullname):
        return None


class NamespaceLoader:
    def __init__(self, name, path, path_finder):
        self._path = path

    def is_package(self, fullname):
        return True

    def get_source(self, fullname):
        return ''

    def get_code(self, fullname):
        return compile('', '<string>', 'exec', dont_inherit=True)

    def create_module(self, spec):
        """Use default semantics for module creation."""

    def exec_module(self, module):
        pass

    def load_module(self, fullname):
        return _bootstrap._load_module_shim(self, fullname)


_NamespaceLoader = NamespaceLoader


class WindowsRegistryFinder:
    """Meta path finder for modules declared in the Windows registry: none here."""

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        return None


class FileFinder:
    """File-based finder."""

    def __init__(self, path, *loader_details):
        loaders = []
        for loader, suffixes in loader_details:
            loaders.extend((suffix, loader) for suffix in suffixes)
        self._loaders = loaders
        self.path = path or '.'
        if not _path_isabs(self.path):
            self.path = _path_abspath(self.path)

    def invalidate_caches(self):
        """Nothing is remembered."""

    def _get_spec(self, loader_class, fullname, path, smsl, target):
        return spec_from_file_location(fullname, path, loader=loader_class(fullname, path),
                                       submodule_search_locations=smsl)

    def find_spec(self, fullname, target=None):
        """Try to find a spec for the specified module."""
        base = _path_join(self.path, fullname.rpartition('.')[2])
        is_namespace = _path_isdir(base)
        if is_namespace:
            for suffix, loader_class in self._loaders:
                full_path = _path_join(base, '__init__' + suffix)
                if _path_isfile(full_path):
                    return self._get_spec(loader_class, fullname, full_path, [base], target)
        for suffix, loader_class in self._loaders:
            full_path = base + suffix
            if _path_isfile(full_path):
                return self._get_spec(loader_class, fullname, full_path, None, target)
        if is_namespace:
            spec = ModuleSpec(fullname, None)
            spec.submodule_search_locations = [base]
            return spec
        return None

    @classmethod
    def path_hook(cls, *loader_details):
        """A class method which returns a closure to use on sys.path_hook."""
        def path_hook_for_FileFinder(path):
            if not _path_isdir(path):
                raise ImportError('only directories are supported', path=path)
            return cls(path, *loader_details)
        return path_hook_for_FileFinder

    def __repr__(self):
        return f'FileFinder({self.path!r})'


def _get_supported_file_loaders():
    """Returns a list of file-based module loaders."""
    return [(SourceFileLoader, SOURCE_SUFFIXES), (SourcelessFileLoader, BYTECODE_SUFFIXES)]


def _fix_up_module(ns, name, pathname, cpathname=None):
    loader = ns.get('__loader__') or SourceFileLoader(name, pathname)
    ns['__spec__'] = ns.get('__spec__') or spec_from_file_location(name, pathname, loader=loader)
    ns['__loader__'] = loader
    ns['__file__'] = pathname
