"""The finders and loaders that import works with."""

from _frozen_importlib import BuiltinImporter, FrozenImporter, ModuleSpec
from _frozen_importlib_external import (
    BYTECODE_SUFFIXES, DEBUG_BYTECODE_SUFFIXES, EXTENSION_SUFFIXES, OPTIMIZED_BYTECODE_SUFFIXES,
    SOURCE_SUFFIXES, ExtensionFileLoader, FileFinder, NamespaceLoader, PathFinder,
    SourceFileLoader, SourcelessFileLoader, WindowsRegistryFinder)


def all_suffixes():
    """How the files of modules may end."""
    return SOURCE_SUFFIXES + BYTECODE_SUFFIXES + EXTENSION_SUFFIXES
