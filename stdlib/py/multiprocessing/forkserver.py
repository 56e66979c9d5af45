"""The start method 'forkserver' is 'spawn' here: a new program, which starts in a few milliseconds,
is as clean as what a server would fork."""

__all__ = ['ensure_running', 'set_forkserver_preload']


class ForkServer:
    """Nothing runs."""

    def ensure_running(self):
        pass

    def set_forkserver_preload(self, modules_names):
        """Modules that each process would find imported: they are left to be imported by it."""
        if not all(isinstance(name, str) for name in modules_names):
            raise TypeError('module_names must be a list of strings')

    def _stop(self):
        pass


_forkserver = ForkServer()
ensure_running = _forkserver.ensure_running
set_forkserver_preload = _forkserver.set_forkserver_preload
