"""Response classes used by urllib: a file, and what is known of where it comes from."""

__all__ = ['addbase', 'addclosehook', 'addinfo', 'addinfourl']


class addbase:
    """Base class for addinfo and addclosehook: passes everything on to the file."""

    def __init__(self, fp):
        self.fp = self.file = fp
        self.name = '<urllib response>'
        self.delete = False

    def __getattr__(self, name):
        if name in ('fp', 'file'):
            raise AttributeError(name)
        return getattr(self.__dict__['file'], name)

    def __repr__(self):
        return f'<{self.__class__.__name__} at {id(self)!r} whose fp = {self.file!r}>'

    def __enter__(self):
        if self.fp.closed:
            raise ValueError('I/O operation on closed file')
        return self

    def __exit__(self, *details):
        self.close()

    def __iter__(self):
        return iter(self.file)

    def __next__(self):
        return next(self.file)

    def close(self):
        self.file.close()


class addclosehook(addbase):
    """Calls a function when it is closed."""

    def __init__(self, fp, closehook, *hookargs):
        super().__init__(fp)
        self.closehook, self.hookargs = closehook, hookargs

    def close(self):
        hook, args = self.closehook, self.hookargs
        self.closehook = self.hookargs = None
        try:
            if hook:
                hook(*args)
        finally:
            super().close()


class addinfo(addbase):
    """Has headers, in info()."""

    def __init__(self, fp, headers):
        super().__init__(fp)
        self.headers = headers

    def info(self):
        return self.headers


class addinfourl(addinfo):
    """Has headers, a url and a status."""

    def __init__(self, fp, headers, url, code=None):
        super().__init__(fp, headers)
        self.url = url
        self.code = code

    @property
    def status(self):
        return self.code

    def getcode(self):
        return self.code

    def geturl(self):
        return self.url
