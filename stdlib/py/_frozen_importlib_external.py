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
OPTIMIZED_BYTECODE_SUFFIXES = DEBUG_BYTECODE_SUFFIXES = BYTECODE_SUFFIXES
_PYCACHE = '__pycache__'
_OPT = 'opt-'
MAGIC_NUMBER = b'\xa7\r\r\n'
_RAW_MAGIC_NUMBER = int.from_bytes(MAGIC_NUMBER, 'little')
_POPULATE = object()


def _pack_uint32(x):
    """As four bytes, the lowest first."""
    return (int(x) & 0xFFFFFFFF).to_bytes(4, 'little')


def _unpack_uint32(data):
    """A number of four bytes, the lowest first."""
    assert len(data) == 4
    return int.from_bytes(data, 'little')


def _unpack_uint16(data):
    """A number of two bytes, the lowest first."""
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


def _fspath(path):
    import os
    return os.fspath(path)


def _path_isdir(path):
    import os.path
    return os.path.isdir(path or '.')


def _path_isabs(path):
    return path.startswith('/')


def _path_abspath(path):
    import os.path
    return os.path.abspath(path)


def cache_from_source(path, debug_override=None, *, optimization=None):
    """Where the .pyc file of a .py file would be (PEP 3147)."""
    if debug_override is not None:
        import _warnings
        _warnings.warn("the debug_override parameter is deprecated; use 'optimization' instead",
                       DeprecationWarning)
        if optimization is not None:
            raise TypeError('debug_override or optimization must be set to None')
        optimization = '' if debug_override else 1
    head, tail = _path_split(_fspath(path))
    base, dot, rest = tail.rpartition('.')
    if sys.implementation.cache_tag is None:
        raise NotImplementedError('sys.implementation.cache_tag is None')
    name = f'{base or rest}{dot}{sys.implementation.cache_tag}'
    if optimization is None:
        optimization = sys.flags.optimize or ''
    optimization = str(optimization)
    if optimization != '':
        if not optimization.isalnum():
            raise ValueError(f'{optimization!r} is not alphanumeric')
        name = f'{name}.{_OPT}{optimization}'
    name += BYTECODE_SUFFIXES[0]
    if sys.pycache_prefix is None:
        return _path_join(head, _PYCACHE, name)
    if not _path_isabs(head):
        head = _path_join(_path_abspath('.'), head)
    return _path_join(sys.pycache_prefix, head.lstrip(path_separators), name)


def source_from_cache(path):
    """The .py file that a .pyc file would be of (PEP 3147)."""
    if sys.implementation.cache_tag is None:
        raise NotImplementedError('sys.implementation.cache_tag is None')
    path = _fspath(path)
    head, name = _path_split(path)
    prefix = (sys.pycache_prefix or '').rstrip(path_separators)
    if prefix and head.startswith(prefix + path_sep):
        head = head[len(prefix):]
    else:
        head, cache = _path_split(head)
        if cache != _PYCACHE:
            raise ValueError(f'{_PYCACHE} not bottom-level directory in {path!r}')
    parts = name.split('.')
    if len(parts) not in (3, 4):
        raise ValueError(f'expected only 2 or 3 dots in {name!r}')
    if len(parts) == 4:
        optimization = parts[-2]
        if not optimization.startswith(_OPT):
            raise ValueError(f'optimization portion of filename does not start with {_OPT!r}')
        if not optimization[len(_OPT):].isalnum():
            raise ValueError(f'optimization level {optimization!r} is not an alphanumeric value')
    return _path_join(head, parts[0] + SOURCE_SUFFIXES[0])


def _get_sourcefile(bytecode_path):
    """The source of a .pyc file, if there is one; else the path itself."""
    rest, _, extension = bytecode_path.rpartition('.')
    if not rest or extension.lower()[-3:-1] != 'py':
        return bytecode_path
    try:
        source_path = source_from_cache(bytecode_path)
    except (NotImplementedError, ValueError):
        source_path = bytecode_path[:-1]
    return source_path if _path_isfile(source_path) else bytecode_path


def _find_module_shim(self, fullname):
    """find_module() of a finder that has find_loader()."""
    loader, portions = self.find_loader(fullname)
    if loader is None and portions:
        import _warnings
        _warnings.warn(f'Not importing directory {portions[0]}: missing __init__', ImportWarning)
    return loader


def decode_source(source_bytes):
    """The text of source that is read as bytes."""
    import _io
    import _source
    return _io.IncrementalNewlineDecoder(None, True).decode(_source.decode(bytes(source_bytes)))


def spec_from_file_location(name, location=None, *, loader=None,
                            submodule_search_locations=_POPULATE):
    """A spec for the module in a file."""
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
        for kind, endings in _get_supported_file_loaders():
            if location.endswith(tuple(endings)):
                loader = kind(name, location)
                break
        else:
            return None
    spec = ModuleSpec(name, loader, origin=location)
    spec.has_location = True
    search = submodule_search_locations
    if search is _POPULATE:
        try:
            search = [] if hasattr(loader, 'is_package') and loader.is_package(name) else None
        except ImportError:
            search = None
    if search == [] and location:
        search.append(_path_split(location)[0])
    spec.submodule_search_locations = search
    return spec


class _LoaderBasics:
    """What loaders with get_code() share."""

    def is_package(self, fullname):
        base = _path_split(self.get_filename(fullname))[1].rsplit('.', 1)[0]
        return base == '__init__' != fullname.rpartition('.')[2]

    def create_module(self, spec):
        """None: an ordinary module will do."""

    def exec_module(self, module):
        """Run the module's code."""
        name = module.__name__
        code = self.get_code(name)
        if code is None:
            raise ImportError(f'cannot load module {name!r} when get_code() returns None')
        exec(code, module.__dict__)

    def load_module(self, fullname):
        return _bootstrap._load_module_shim(self, fullname)


class SourceLoader(_LoaderBasics):
    def path_mtime(self, path):
        raise OSError

    def path_stats(self, path):
        return {'mtime': self.path_mtime(path)}

    def set_data(self, path, data):
        """Write a file, if that is possible."""

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
        """The code that source text stands for."""
        return compile(data, path, 'exec', dont_inherit=True, optimize=_optimize)

    def get_code(self, fullname):
        source_path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(source_path), source_path)


class FileLoader:
    """A loader that has a path."""

    def __init__(self, fullname, path):
        self.name = fullname
        self.path = path

    def __eq__(self, other):
        return type(self) is type(other) and vars(self) == vars(other)

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
    """Refuses .pyc files: there are none that gilbox could run."""

    def get_code(self, fullname):
        raise ImportError(f'bad magic number in {fullname!r}', name=fullname,
                          path=self.get_filename(fullname))

    def get_source(self, fullname):
        return None


class ExtensionFileLoader(FileLoader, _LoaderBasics):
    """Refuses shared libraries: gilbox can't load those of CPython."""

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
        """None: an ordinary module will do."""

    def exec_module(self, module):
        pass

    def load_module(self, fullname):
        return _bootstrap._load_module_shim(self, fullname)


_NamespaceLoader = NamespaceLoader


class WindowsRegistryFinder:
    """Finds nothing: there is no registry."""

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        return None


class FileFinder:
    """Finds modules in one folder."""

    def __init__(self, path, *loader_details):
        self._loaders = [(ending, kind) for kind, endings in loader_details for ending in endings]
        self.path = path or '.'
        if not _path_isabs(self.path):
            self.path = _path_abspath(self.path)

    def invalidate_caches(self):
        """Nothing is remembered."""

    def _get_spec(self, loader_class, fullname, path, smsl, target):
        return spec_from_file_location(fullname, path, loader=loader_class(fullname, path),
                                       submodule_search_locations=smsl)

    def find_spec(self, fullname, target=None):
        """The spec of the module, if it is there."""
        base = _path_join(self.path, fullname.rpartition('.')[2])
        is_namespace = _path_isdir(base)
        if is_namespace:
            for ending, kind in self._loaders:
                file = _path_join(base, '__init__' + ending)
                if _path_isfile(file):
                    return self._get_spec(kind, fullname, file, [base], target)
        for ending, kind in self._loaders:
            if _path_isfile(base + ending):
                return self._get_spec(kind, fullname, base + ending, None, target)
        if is_namespace:
            spec = ModuleSpec(fullname, None)
            spec.submodule_search_locations = [base]
            return spec
        return None

    @classmethod
    def path_hook(cls, *loader_details):
        """What can stand in sys.path_hooks."""
        def path_hook_for_FileFinder(path):
            if not _path_isdir(path):
                raise ImportError('only directories are supported', path=path)
            return cls(path, *loader_details)
        return path_hook_for_FileFinder

    def __repr__(self):
        return f'FileFinder({self.path!r})'


def _get_supported_file_loaders():
    """Pairs of loaders and how their files end."""
    return [(SourceFileLoader, SOURCE_SUFFIXES), (SourcelessFileLoader, BYTECODE_SUFFIXES)]


def _fix_up_module(ns, name, pathname, cpathname=None):
    loader = ns.get('__loader__') or SourceFileLoader(name, pathname)
    ns['__spec__'] = ns.get('__spec__') or spec_from_file_location(name, pathname, loader=loader)
    ns['__loader__'] = loader
    ns['__file__'] = pathname
