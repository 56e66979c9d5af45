"""HTTP/1.1 client.

A page is fetched by the machine, whole, when the response is asked for: see module _http.
"""

import io

import _http
from http import _PHRASES as responses
from urllib.parse import urlsplit

__all__ = ['HTTPResponse', 'HTTPConnection', 'HTTPSConnection', 'HTTPException', 'NotConnected',
           'UnknownProtocol', 'UnknownTransferEncoding', 'UnimplementedFileMode', 'IncompleteRead',
           'InvalidURL', 'ImproperConnectionState', 'CannotSendRequest', 'CannotSendHeader',
           'ResponseNotReady', 'BadStatusLine', 'LineTooLong', 'RemoteDisconnected', 'error',
           'responses']

HTTP_PORT = 80
HTTPS_PORT = 443


# --- Exceptions ---

class HTTPException(Exception):
    pass


class NotConnected(HTTPException):
    pass


class InvalidURL(HTTPException):
    pass


class UnknownProtocol(HTTPException):
    def __init__(self, version):
        self.args = version,
        self.version = version


class UnknownTransferEncoding(HTTPException):
    pass


class UnimplementedFileMode(HTTPException):
    pass


class IncompleteRead(HTTPException):
    def __init__(self, partial, expected=None):
        self.args = partial,
        self.partial = partial
        self.expected = expected

    def __repr__(self):
        expected = '' if self.expected is None else f', {self.expected} more expected'
        return f'{self.__class__.__name__}({len(self.partial)} bytes read{expected})'

    __str__ = object.__str__


class ImproperConnectionState(HTTPException):
    pass


class CannotSendRequest(ImproperConnectionState):
    pass


class CannotSendHeader(ImproperConnectionState):
    pass


class ResponseNotReady(ImproperConnectionState):
    pass


class BadStatusLine(HTTPException):
    def __init__(self, line):
        if not line:
            line = repr(line)
        self.args = line,
        self.line = line


class LineTooLong(HTTPException):
    def __init__(self, line_type):
        HTTPException.__init__(self, f'got more than 65536 bytes when reading {line_type}')


class RemoteDisconnected(ConnectionResetError, BadStatusLine):
    def __init__(self, *pos, **kw):
        BadStatusLine.__init__(self, '')
        ConnectionResetError.__init__(self, *pos, **kw)


error = HTTPException


# --- Headers ---

def _parameters(value):
    """'text/html; charset="x"' as ('text/html', {'charset': 'x'})."""
    first, *rest = value.split(';')
    found = {}
    for part in rest:
        name, equals, text = part.partition('=')
        text = text.strip()
        if len(text) > 1 and text[0] == text[-1] == '"':
            text = text[1:-1].replace('\\"', '"').replace('\\\\', '\\')
        if name.strip():
            found[name.strip().lower()] = text
    return first.strip(), found


class HTTPMessage:
    """The headers of a message: in order, and found whatever the case of their names."""

    def __init__(self, headers=()):
        self._headers = list(headers)

    def __len__(self):
        return len(self._headers)

    def __getitem__(self, name):
        return self.get(name)

    def __setitem__(self, name, value):
        self._headers.append((name, value))

    def __delitem__(self, name):
        name = name.lower()
        self._headers = [pair for pair in self._headers if pair[0].lower() != name]

    def __contains__(self, name):
        name = name.lower()
        return any(key.lower() == name for key, value in self._headers)

    def __iter__(self):
        for key, value in self._headers:
            yield key

    def keys(self):
        return [key for key, value in self._headers]

    def values(self):
        return [value for key, value in self._headers]

    def items(self):
        return list(self._headers)

    def get(self, name, failobj=None):
        name = name.lower()
        for key, value in self._headers:
            if key.lower() == name:
                return value
        return failobj

    def get_all(self, name, failobj=None):
        name = name.lower()
        return [value for key, value in self._headers if key.lower() == name] or failobj

    def add_header(self, _name, _value, **_params):
        parts = [] if _value is None else [_value]
        for key, value in _params.items():
            key = key.replace('_', '-')
            parts.append(key if value is None else f'{key}="{value}"')
        self._headers.append((_name, '; '.join(parts)))

    def replace_header(self, _name, _value):
        name = _name.lower()
        for i, (key, value) in enumerate(self._headers):
            if key.lower() == name:
                self._headers[i] = key, _value
                return
        raise KeyError(_name)

    def getallmatchingheaders(self, name):
        name = name.lower() + ':'
        return [f'{key}: {value}' for key, value in self._headers
                if f'{key.lower()}:'.startswith(name)]

    def get_content_type(self):
        value = self.get('content-type')
        if value is None:
            return self.get_default_type()
        kind = _parameters(value)[0].lower()
        return kind if kind.count('/') == 1 else 'text/plain'

    def get_default_type(self):
        return 'text/plain'

    def get_content_maintype(self):
        return self.get_content_type().split('/')[0]

    def get_content_subtype(self):
        return self.get_content_type().split('/')[1]

    def get_param(self, param, failobj=None, header='content-type', unquote=True):
        value = self.get(header)
        if value is None:
            return failobj
        return _parameters(value)[1].get(param.lower(), failobj)

    def get_params(self, failobj=None, header='content-type', unquote=True):
        value = self.get(header)
        if value is None:
            return failobj
        first, found = _parameters(value)
        return [(first, ''), *found.items()]

    def get_content_charset(self, failobj=None):
        charset = self.get_param('charset')
        return failobj if charset is None else charset.lower()

    def get_charset(self):
        return None

    def get_filename(self, failobj=None):
        return (self.get_param('filename', None, 'content-disposition')
                or self.get_param('name', failobj))

    def get_payload(self, i=None, decode=False):
        return ''

    def is_multipart(self):
        return False

    def as_string(self, unixfrom=False, maxheaderlen=0, policy=None):
        return ''.join(f'{key}: {value}\n' for key, value in self._headers) + '\n'

    __str__ = as_string

    def as_bytes(self, unixfrom=False, policy=None):
        return self.as_string().encode('ascii', 'surrogateescape')

    __bytes__ = as_bytes


def _parse_lines(text):
    """HTTPMessage of lines "Name: value", of which those that begin with blanks continue others."""
    headers = []
    for line in text.splitlines():
        if line.startswith((' ', '\t')) and headers:
            name, value = headers[-1]
            headers[-1] = name, f'{value}\n{line}'
        elif ':' in line:
            name, _, value = line.partition(':')
            headers.append((name, value.strip()))
    return HTTPMessage(headers)


def parse_headers(fp, _class=HTTPMessage):
    """Parses only RFC2822 headers from a file pointer."""
    lines = []
    while True:
        line = fp.readline(65537)
        if len(line) > 65536:
            raise LineTooLong('header line')
        lines.append(line)
        if len(lines) > 100:
            raise HTTPException('got more than 100 headers')
        if line in (b'\r\n', b'\n', b''):
            break
    return _parse_lines(b''.join(lines).decode('iso-8859-1'))


# --- Responses ---

class HTTPResponse(io.BufferedIOBase):
    """An answer: its status and headers, and its body, to be read."""

    version = 11
    debuglevel = 0
    will_close = True
    chunked = False

    def __init__(self, status, reason, headers, url, body, method=None):
        self.status = self.code = status
        self.reason = reason
        self.headers = self.msg = headers
        self.url = url
        self._method = method
        self._body = io.BytesIO(b'' if method == 'HEAD' else body)
        try:
            self.length = int(headers.get('content-length'))
        except (TypeError, ValueError):
            self.length = None

    @property
    def fp(self):
        return None if self.isclosed() else self._body

    def isclosed(self):
        """True if the connection is closed: all has been read."""
        return self._body.closed or self._body.tell() >= len(self._body.getbuffer())

    def _note(self, data):
        if self.length is not None:
            self.length = max(0, self.length - len(data))
        return data

    def readable(self):
        """Always returns True"""
        return True

    def close(self):
        super().close()
        self._body.close()

    def _file(self):
        """The body; an empty one when it has been closed."""
        return io.BytesIO() if self._body.closed else self._body

    def read(self, amt=None):
        return self._note(self._file().read(-1 if amt is None else amt))

    def read1(self, n=-1):
        return self._note(self._file().read1(n))

    def readinto(self, b):
        count = self._file().readinto(b)
        if self.length is not None:
            self.length = max(0, self.length - count)
        return count

    def peek(self, n=-1):
        file = self._file()
        position = file.tell()
        data = file.read(n)
        file.seek(position)
        return data

    def readline(self, limit=-1):
        return self._note(self._file().readline(-1 if limit is None else limit))

    def getheader(self, name, default=None):
        """Returns the value of the header matching *name*."""
        headers = self.headers.get_all(name) or default
        if isinstance(headers, str) or not hasattr(headers, '__iter__'):
            return headers
        return ', '.join(headers)

    def getheaders(self):
        """A list of pairs of header and value."""
        return list(self.headers.items())

    def info(self):
        """Returns an instance of the class mimetools.Message containing
        meta-information associated with the URL."""
        return self.headers

    def geturl(self):
        """Return the real URL of the page."""
        return self.url

    def getcode(self):
        """Return the HTTP status code that was sent with the response,
        or None if the URL is not an HTTP URL."""
        return self.status


def fetch(method, url, headers, body=None, timeout=None, insecure=False):
    """The HTTPResponse to a request. Headers are a dict or pairs; a body may be an iterable."""
    if hasattr(body, 'read'):
        body = body.read()
    if isinstance(body, str):
        body = body.encode('iso-8859-1')
    elif body is not None and not isinstance(body, (bytes, bytearray, memoryview)):
        body = b''.join(body)
    pairs = headers.items() if hasattr(headers, 'items') else headers
    # To the machine "Name;" is a header without a value, and "Name:" one not to be added.
    lines = [f'{name}:' if value is None else f'{name}: {value}' if str(value) else f'{name};'
             for name, value in pairs]
    for line in lines:
        if '\r' in line or '\n' in line:
            raise ValueError(f'Invalid header value {line!r}')
    answer = _http.fetch(method, url, lines, body, timeout, False, insecure)
    status, reason, text, final_url, data = answer
    return HTTPResponse(status, reason, _parse_lines(text), final_url, data, method)


# --- Connections ---

class HTTPConnection:
    """Requests to one server, one after the other."""

    response_class = HTTPResponse
    default_port = HTTP_PORT
    debuglevel = 0
    _scheme = 'http'

    def __init__(self, host, port=None, timeout=None, source_address=None, blocksize=8192):
        self.timeout = timeout if isinstance(timeout, (int, float)) else None
        self.host, self.port = self._get_hostport(host, port)
        self.sock = None
        self._request = None
        self._headers = None
        self._insecure = False

    def _get_hostport(self, host, port):
        if port is None:
            i = host.rfind(':')
            if i > host.rfind(']'):
                try:
                    port = int(host[i + 1:])
                except ValueError:
                    if host[i + 1:]:
                        raise InvalidURL(f'nonnumeric port: {host[i + 1:]!r}') from None
                    port = self.default_port
                host = host[:i]
            else:
                port = self.default_port
        if host and host[0] == '[' and host[-1] == ']':
            host = host[1:-1]
        return host, port

    def set_debuglevel(self, level):
        self.debuglevel = level

    def connect(self):
        """Nothing to do before a request."""

    def close(self):
        """End the connection."""
        self._request = self._headers = None

    def putrequest(self, method, url, skip_host=False, skip_accept_encoding=False):
        """Send a request to the server."""
        if self._headers is not None:
            raise CannotSendRequest('Request-started')
        for character in url:
            if character <= ' ' or character == '\x7f':
                raise InvalidURL(f"URL can't contain control characters. {url!r} "
                                 f'(found at least {character!r})')
        self._headers = []
        self._line = method, url or '/'
        if not skip_accept_encoding:
            self.putheader('Accept-Encoding', 'identity')

    def putheader(self, header, *values):
        """Send a request header line to the server."""
        if self._headers is None:
            raise CannotSendHeader()
        texts = [value.decode('latin-1') if isinstance(value, bytes) else str(value)
                 for value in values]
        self._headers.append((header, '\r\n\t'.join(texts)))

    def endheaders(self, message_body=None, *, encode_chunked=False):
        """Indicate that the last header line has been sent to the server."""
        if self._headers is None:
            raise CannotSendHeader()
        self._request = *self._line, self._headers, message_body
        self._headers = None

    def send(self, data):
        """Send `data' to the server, behind the headers."""
        if self._request is None:
            raise NotConnected()
        method, url, headers, body = self._request
        if hasattr(data, 'read'):
            data = data.read()
        self._request = method, url, headers, (body or b'') + data

    def request(self, method, url, body=None, headers={}, *, encode_chunked=False):
        """Send a request with its headers and body."""
        names = {name.lower() for name in headers}
        self.putrequest(method, url, skip_accept_encoding='accept-encoding' in names)
        if body is not None and 'content-type' not in names:
            self._headers.append(('Content-Type', None))
        for name, value in headers.items():
            self.putheader(name, value)
        self.endheaders(body)

    def getresponse(self):
        """Get the response from the server."""
        if self._request is None:
            raise ResponseNotReady('Idle')
        method, url, headers, body = self._request
        self._request = None
        host = f'[{self.host}]' if ':' in self.host else self.host
        if self.port != self.default_port:
            host += f':{self.port}'
        if not url.startswith('/') and '://' in url:
            url = urlsplit(url)._replace(scheme='', netloc='').geturl() or '/'
        return fetch(method, f'{self._scheme}://{host}{url}', headers, body, self.timeout,
                     self._insecure)


class HTTPSConnection(HTTPConnection):
    """Requests to one server over TLS."""

    default_port = HTTPS_PORT
    _scheme = 'https'

    def __init__(self, host, port=None, *, timeout=None, context=None, **others):
        super().__init__(host, port, timeout)
        self._insecure = context is not None and not getattr(context, 'verify_mode', True)
