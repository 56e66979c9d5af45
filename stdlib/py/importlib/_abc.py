"""Loader, for importlib.util, which needs no more of importlib.abc."""
import abc


class Loader(metaclass=abc.ABCMeta):
    """What loads a module."""

    def create_module(self, spec):
        """Return a module to initialize and into which to load: None, for the default one."""
        return None

    def load_module(self, fullname):
        """Return the loaded module."""
        if not hasattr(self, 'exec_module'):
            raise ImportError
        from _frozen_importlib import _load_module_shim
        return _load_module_shim(self, fullname)
