"""Exception classes raised by urllib."""

import io

from urllib.response import addinfourl

__all__ = ['ContentTooShortError', 'HTTPError', 'URLError']


class URLError(OSError):
    # An OSError without its arguments: the reason is a text, or another exception.
    def __init__(self, reason, filename=None):
        self.args = reason,
        self.reason = reason
        if filename is not None:
            self.filename = filename

    def __str__(self):
        return f'<urlopen error {self.reason}>'


class HTTPError(URLError, addinfourl):
    """The server said no. It is a response at the same time, and can be read."""

    def __init__(self, url, code, msg, hdrs, fp):
        self.filename, self.msg, self.hdrs, self.fp = url, msg, hdrs, fp
        addinfourl.__init__(self, io.BytesIO() if fp is None else fp, hdrs, url, code)

    def __str__(self):
        return f'HTTP Error {self.code}: {self.msg}'

    def __repr__(self):
        return f'<HTTPError {self.code}: {self.msg!r}>'

    @property
    def reason(self):
        return self.msg

    @property
    def headers(self):
        return self.hdrs

    @headers.setter
    def headers(self, headers):
        self.hdrs = headers


class ContentTooShortError(URLError):
    """Less came than the headers promised."""

    def __init__(self, message, content):
        super().__init__(message)
        self.content = content
