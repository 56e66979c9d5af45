"""An extensible library for opening URLs.

urlopen(url) asks an OpenerDirector, which asks its handlers: those of the URL's scheme prepare the
request, open it and look at the answer; errors are handlers' business too, so that redirections
are followed and 404 becomes an exception.
"""

import binascii
import bisect
import contextlib
import io
import os
import re
import sys
import time

import http.client
from urllib.error import ContentTooShortError, HTTPError, URLError
from urllib.parse import (_splittype, quote, unquote, unquote_to_bytes, unwrap, urljoin, urlparse,
                          urlsplit)
from urllib.response import addclosehook, addinfourl

__all__ = ['Request', 'OpenerDirector', 'BaseHandler', 'HTTPDefaultErrorHandler',
           'HTTPRedirectHandler', 'ProxyHandler', 'HTTPPasswordMgr',
           'HTTPPasswordMgrWithDefaultRealm', 'HTTPPasswordMgrWithPriorAuth',
           'AbstractBasicAuthHandler', 'HTTPBasicAuthHandler', 'ProxyBasicAuthHandler',
           'HTTPHandler', 'FileHandler', 'DataHandler', 'UnknownHandler', 'HTTPErrorProcessor',
           'urlopen', 'install_opener', 'build_opener', 'pathname2url', 'url2pathname',
           'getproxies', 'urlretrieve', 'urlcleanup', 'HTTPSHandler']

__version__ = '%d.%d' % sys.version_info[:2]
_NO_TIMEOUT = object()
_opener = None


def urlopen(url, data=None, timeout=_NO_TIMEOUT, *, cafile=None, capath=None, cadefault=False,
            context=None):
    """Open the URL url, which can be either a string or a Request object.

    *data* must be an object specifying additional data to be sent to the server, or None. The
    result works as a file and as a context manager, and has url, headers and status."""
    global _opener
    if context is not None:
        opener = build_opener(HTTPSHandler(context=context))
    else:
        if _opener is None:
            _opener = build_opener()
        opener = _opener
    return opener.open(url, data=data, timeout=timeout)


def install_opener(opener):
    global _opener
    _opener = opener


_url_tempfiles = []


def urlretrieve(url, filename=None, reporthook=None, data=None):
    """Retrieve a URL into a temporary location on disk: (file name, headers)."""
    url_type, path = _splittype(url)
    with contextlib.closing(urlopen(url, data)) as page:
        headers = page.info()
        if url_type == 'file' and not filename:
            return os.path.normpath(path), headers
        if filename:
            target = open(filename, 'wb')
        else:
            import tempfile
            target = tempfile.NamedTemporaryFile(delete=False)
            filename = target.name
            _url_tempfiles.append(filename)
        with target:
            result = filename, headers
            block_size = 1024 * 8
            size = -1
            read = block_count = 0
            if 'content-length' in headers:
                size = int(headers['Content-Length'])
            if reporthook:
                reporthook(block_count, block_size, size)
            while block := page.read(block_size):
                read += len(block)
                target.write(block)
                block_count += 1
                if reporthook:
                    reporthook(block_count, block_size, size)
    if size >= 0 and read < size:
        raise ContentTooShortError(f'retrieval incomplete: got only {read} out of {size} bytes',
                                   result)
    return result


def urlcleanup():
    """Remove the temporary files of urlretrieve()."""
    global _opener
    for name in _url_tempfiles:
        with contextlib.suppress(OSError):
            os.unlink(name)
    _url_tempfiles.clear()
    _opener = None


def request_host(request):
    """Return request-host, as defined by RFC 2965: in lower case, without the port."""
    host = urlparse(request.full_url)[1] or request.get_header('Host', '')
    return re.sub(':[0-9]+$', '', host).lower()


class Request:
    """A URL, and what is to be sent to it."""

    def __init__(self, url, data=None, headers={}, origin_req_host=None, unverifiable=False,
                 method=None):
        self.full_url = url
        self.headers, self.unredirected_hdrs = {}, {}
        self._data = self._tunnel_host = None
        self.data = data
        for header in headers.items():
            self.add_header(*header)
        self.origin_req_host = request_host(self) if origin_req_host is None else origin_req_host
        self.unverifiable = unverifiable    # Nobody asked the user.
        if method:
            self.method = method

    @property
    def full_url(self):
        if self.fragment:
            return f'{self._full_url}#{self.fragment}'
        return self._full_url

    @full_url.setter
    def full_url(self, url):
        self._full_url, sign, fragment = unwrap(url).partition('#')
        self.fragment = fragment if sign else None
        self.type, rest = _splittype(self._full_url)
        if self.type is None:
            raise ValueError(f'unknown url type: {self.full_url!r}')
        host, self.selector = _split_host(rest)
        self.host = unquote(host) if host else host

    @full_url.deleter
    def full_url(self):
        self._full_url, self.fragment, self.selector = None, None, ''

    @property
    def data(self):
        return self._data

    @data.setter
    def data(self, data):
        if data != self._data:
            self._data = data
            # Whatever its length was, it is another now.
            if self.has_header('Content-length'):
                self.remove_header('Content-length')

    @data.deleter
    def data(self):
        self.data = None

    def get_method(self):
        """GET or POST, or what it was made with."""
        return getattr(self, 'method', 'POST' if self.data is not None else 'GET')

    def get_full_url(self):
        return self.full_url

    def set_proxy(self, host, type):
        self.type, self.host, self.selector = type, host, self.full_url

    def has_proxy(self):
        return self.selector == self.full_url

    def add_header(self, key, val):
        self.headers[key.capitalize()] = val

    def add_unredirected_header(self, key, val):
        """A header that will not be added to a redirected request."""
        self.unredirected_hdrs[key.capitalize()] = val

    def has_header(self, header_name):
        return header_name in self.headers or header_name in self.unredirected_hdrs

    def get_header(self, header_name, default=None):
        return self.headers.get(header_name, self.unredirected_hdrs.get(header_name, default))

    def remove_header(self, header_name):
        for headers in self.headers, self.unredirected_hdrs:
            headers.pop(header_name, None)

    def header_items(self):
        return list({**self.unredirected_hdrs, **self.headers}.items())


def _split_host(rest):
    """'//host/path' as (host, path)."""
    if rest[:2] != '//':
        return None, rest
    end = min((i for i in map(lambda c: rest.find(c, 2), '/#?') if i >= 0), default=len(rest))
    path = rest[end:]
    return rest[2:end], '/' + path if path and path[0] != '/' else path


# --- Openers ---

class OpenerDirector:
    def __init__(self):
        self.addheaders = [('User-agent', f'Python-urllib/{__version__}')]
        self.handlers = []
        self.handle_open = {}
        self.handle_error = {}
        self.process_response = {}
        self.process_request = {}

    def add_handler(self, handler):
        """Note what the handler can do, by the names of its methods: http_open,
        http_error_404, http_request, http_response."""
        if not hasattr(handler, 'add_parent'):
            raise TypeError(f'expected BaseHandler instance, got {type(handler)!r}')
        added = False
        for method in dir(handler):
            if method in ('redirect_request', 'do_open', 'proxy_open'):
                continue
            protocol, _, condition = method.partition('_')
            if condition.startswith('error'):
                kind = condition.removeprefix('error').removeprefix('_')
                kind = int(kind) if kind.isdecimal() else kind
                lookup = self.handle_error.setdefault(protocol, {})
            elif condition == 'open':
                kind, lookup = protocol, self.handle_open
            elif condition == 'response':
                kind, lookup = protocol, self.process_response
            elif condition == 'request':
                kind, lookup = protocol, self.process_request
            else:
                continue
            bisect.insort(lookup.setdefault(kind, []), handler)
            added = True
        if added:
            bisect.insort(self.handlers, handler)
            handler.add_parent(self)

    def close(self):
        """For those who expect it."""

    def _call_chain(self, chain, kind, method, *args):
        """Ask handlers until one gives an answer."""
        for handler in chain.get(kind, ()):
            result = getattr(handler, method)(*args)
            if result is not None:
                return result
        return None

    def open(self, fullurl, data=None, timeout=_NO_TIMEOUT):
        request = Request(fullurl, data) if isinstance(fullurl, str) else fullurl
        if data is not None:
            request.data = data
        request.timeout = timeout
        protocol = request.type
        sys.audit('urllib.Request', request.full_url, request.data, request.headers,
                  request.get_method())
        for processor in self.process_request.get(protocol, ()):
            request = getattr(processor, protocol + '_request')(request)
        response = self._open(request, data)
        for processor in self.process_response.get(protocol, ()):
            response = getattr(processor, protocol + '_response')(request, response)
        return response

    def _open(self, request, data=None):
        return (self._call_chain(self.handle_open, 'default', 'default_open', request)
                or self._call_chain(self.handle_open, request.type, request.type + '_open', request)
                or self._call_chain(self.handle_open, 'unknown', 'unknown_open', request))

    def error(self, proto, *args):
        is_http = proto in ('http', 'https')
        if is_http:
            chain, kind = self.handle_error['http'], args[2]
            method = f'http_error_{kind}'
        else:
            chain, kind, method = self.handle_error, proto, proto + '_error'
        result = self._call_chain(chain, kind, method, *args)
        if result:
            return result
        if is_http:
            return self._call_chain(chain, 'default', 'http_error_default', *args)
        return None


def build_opener(*handlers):
    """An opener with the usual handlers; those given take the place of their bases."""
    opener = OpenerDirector()
    defaults = [ProxyHandler, UnknownHandler, HTTPHandler, HTTPDefaultErrorHandler,
                HTTPRedirectHandler, FileHandler, HTTPErrorProcessor, DataHandler, HTTPSHandler]
    for kind in defaults:
        if not any(issubclass(handler if isinstance(handler, type) else type(handler), kind)
                   for handler in handlers):
            opener.add_handler(kind())
    for handler in handlers:
        opener.add_handler(handler() if isinstance(handler, type) else handler)
    return opener


# --- Handlers ---

class BaseHandler:
    handler_order = 500

    def add_parent(self, parent):
        self.parent = parent

    def close(self):
        """For those who expect it."""

    def __lt__(self, other):
        return not hasattr(other, 'handler_order') or self.handler_order < other.handler_order


class HTTPErrorProcessor(BaseHandler):
    """Makes errors of answers that are none of success."""

    handler_order = 1000

    def http_response(self, request, response):
        code, msg, headers = response.code, response.msg, response.info()
        if 200 <= code < 300:
            return response
        return self.parent.error('http', request, response, code, msg, headers)

    https_response = http_response


class HTTPDefaultErrorHandler(BaseHandler):
    def http_error_default(self, req, fp, code, msg, hdrs):
        raise HTTPError(req.full_url, code, msg, hdrs, fp)


class HTTPRedirectHandler(BaseHandler):
    max_repeats = 4        # To the same URL,
    max_redirections = 10  # and in all.
    inf_msg = ('The HTTP server returned a redirect error that would lead to an infinite loop.\n'
               'The last 30x error message was:\n')

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        """Return a Request or None in response to a redirect."""
        method = req.get_method()
        if not (code in (301, 302, 303, 307, 308) and method in ('GET', 'HEAD')
                or code in (301, 302, 303) and method == 'POST'):
            raise HTTPError(req.full_url, code, msg, headers, fp)
        newurl = newurl.replace(' ', '%20')
        kept = {key: value for key, value in req.headers.items()
                if key.lower() not in ('content-length', 'content-type')}
        return Request(newurl, method='HEAD' if method == 'HEAD' else 'GET', headers=kept,
                       origin_req_host=req.origin_req_host, unverifiable=True)

    def http_error_302(self, req, fp, code, msg, headers):
        newurl = headers.get('location') or headers.get('uri')
        if not newurl:
            return None
        parts = urlparse(newurl)
        if parts.scheme not in ('http', 'https', 'ftp', ''):
            raise HTTPError(newurl, code,
                            f"{msg} - Redirection to url '{newurl}' is not allowed", headers, fp)
        if not parts.path and parts.netloc:
            parts = parts._replace(path='/')
        newurl = quote(parts.geturl(), encoding='iso-8859-1', safe="!#$%&'()*+,/:;=?@[]~")
        newurl = urljoin(req.full_url, newurl)
        new = self.redirect_request(req, fp, code, msg, headers, newurl)
        if new is None:
            return None
        visited = new.redirect_dict = req.redirect_dict = getattr(req, 'redirect_dict', {})
        times = visited.get(newurl, 0)
        if times >= self.max_repeats or len(visited) >= self.max_redirections:
            raise HTTPError(req.full_url, code, self.inf_msg + msg, headers, fp)
        visited[newurl] = times + 1
        fp.read()
        fp.close()
        return self.parent.open(new, timeout=req.timeout)

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


class ProxyHandler(BaseHandler):
    """Proxies are the machine's business, which reads the same environment variables."""

    handler_order = 100

    def __init__(self, proxies=None):
        self.proxies = getproxies() if proxies is None else proxies


def _add_missing(request, name, value):
    """A header, if it is not among those that the script gave."""
    if not request.has_header(name.capitalize()):
        request.add_unredirected_header(name, value)


class AbstractHTTPHandler(BaseHandler):
    def __init__(self, debuglevel=0):
        self._debuglevel = debuglevel

    def set_http_debuglevel(self, level):
        self._debuglevel = level

    def do_request_(self, request):
        if not request.host:
            raise URLError('no host given')
        if request.data is not None:
            if isinstance(request.data, str):
                raise TypeError('POST data should be bytes, an iterable of bytes, or a file '
                                'object. It cannot be of type str.')
            _add_missing(request, 'Content-type', 'application/x-www-form-urlencoded')
        for header in self.parent.addheaders:
            _add_missing(request, *header)
        return request

    def do_open(self, http_class, req, **http_conn_args):
        """Ask the server: its HTTPResponse."""
        first = req.unredirected_hdrs       # They come first, and their values count.
        headers = {**first, **req.headers, **first, 'Connection': 'close'}
        headers = {name.title(): value for name, value in headers.items()}
        headers.setdefault('Accept-Encoding', 'identity')
        timeout = None if req.timeout is _NO_TIMEOUT else req.timeout
        context = http_conn_args.get('context')
        insecure = context is not None and not getattr(context, 'verify_mode', True)
        url = req._full_url
        for character in req.selector:
            if character <= ' ' or character == '\x7f':
                raise http.client.InvalidURL(
                    f"URL can't contain control characters. {req.selector!r} "
                    f'(found at least {character!r})')
        if not url.isascii():
            url.encode('ascii')  # Raises.
        try:
            response = http.client.fetch(req.get_method(), url, headers, req.data, timeout,
                                         insecure)
        except TimeoutError as error:
            raise URLError(error) from None
        except OSError as error:
            raise URLError(error) from None
        response.url = req.get_full_url()
        response.msg = response.reason
        return response


class HTTPHandler(AbstractHTTPHandler):
    def http_open(self, req):
        return self.do_open(http.client.HTTPConnection, req)

    http_request = AbstractHTTPHandler.do_request_


class HTTPSHandler(AbstractHTTPHandler):
    def __init__(self, debuglevel=0, context=None, check_hostname=None):
        super().__init__(debuglevel)
        self._context = context

    def https_open(self, req):
        return self.do_open(http.client.HTTPSConnection, req, context=self._context)

    https_request = AbstractHTTPHandler.do_request_


class UnknownHandler(BaseHandler):
    def unknown_open(self, req):
        raise URLError(f'unknown url type: {req.type}')


class FileHandler(BaseHandler):
    names = None

    def file_open(self, req):
        url = req.selector
        if url[:2] == '//' and url[2:3] != '/' and req.host and req.host != 'localhost':
            raise URLError('file:// scheme is supported only on localhost')
        return self.open_local_file(req)

    def get_names(self):
        return 'localhost', '127.0.0.1'

    def open_local_file(self, req):
        name = url2pathname(req.selector)
        if req.host and req.host.partition(':')[0] not in self.get_names():
            raise URLError('file not on local host')
        try:
            stats = os.stat(name)
            headers = http.client.HTTPMessage([
                ('Content-type', _guess_type(name)),
                ('Content-length', str(stats.st_size)),
                ('Last-modified', time.strftime('%a, %d %b %Y %H:%M:%S GMT',
                                                time.gmtime(stats.st_mtime)))])
            origin = 'file://' + (req.host or '') + name
            return addinfourl(open(name, 'rb'), headers, origin)
        except OSError as error:
            raise URLError(error) from None


def _guess_type(name):
    kinds = {'.txt': 'text/plain', '.html': 'text/html', '.htm': 'text/html', '.css': 'text/css',
             '.py': 'text/x-python', '.json': 'application/json', '.xml': 'text/xml',
             '.png': 'image/png', '.jpg': 'image/jpeg', '.gif': 'image/gif',
             '.js': 'application/javascript', '.pdf': 'application/pdf'}
    return kinds.get(os.path.splitext(name)[1].lower(), 'text/plain')


class DataHandler(BaseHandler):
    """data:text/plain;base64,..."""

    def data_open(self, req):
        scheme, data = req.full_url.split(':', 1)
        mediatype, data = data.split(',', 1)
        data = unquote_to_bytes(data)
        if mediatype.endswith(';base64'):
            data = binascii.a2b_base64(data)
            mediatype = mediatype[:-7]
        headers = http.client.HTTPMessage([
            ('Content-type', mediatype or 'text/plain;charset=US-ASCII'),
            ('Content-length', str(len(data)))])
        return addinfourl(io.BytesIO(data), headers, req.full_url)


# --- Passwords ---

class HTTPPasswordMgr:
    def __init__(self):
        self.passwd = {}

    def add_password(self, realm, uri, user, passwd):
        uris = [uri] if isinstance(uri, str) else uri
        self.passwd.setdefault(realm, {})[tuple(self.reduce_uri(u) for u in uris)] = user, passwd

    def find_user_password(self, realm, authuri):
        wanted = self.reduce_uri(authuri)
        for uris, login in self.passwd.get(realm, {}).items():
            if any(self.is_suburi(uri, wanted) for uri in uris):
                return login
        return None, None

    def reduce_uri(self, uri, default_port=True):
        parts = urlsplit(uri)
        authority, path = (parts[1], parts[2] or '/') if parts[1] else (uri, '/')
        host, colon, port = authority.partition(':')
        if default_port and not colon and parts[0] in ('http', 'https'):
            authority = f'{host}:{80 if parts[0] == "http" else 443}'
        return authority, path

    def is_suburi(self, base, test):
        if base == test:
            return True
        if base[0] != test[0]:
            return False
        prefix = base[1] if base[1][-1:] == '/' else base[1] + '/'
        _, path = test
        return path.startswith(prefix)


class HTTPPasswordMgrWithDefaultRealm(HTTPPasswordMgr):
    def find_user_password(self, realm, authuri):
        find = super().find_user_password
        login = find(realm, authuri)
        return find(None, authuri) if login[0] is None else login


class HTTPPasswordMgrWithPriorAuth(HTTPPasswordMgrWithDefaultRealm):
    def __init__(self):
        self.authenticated = {}
        super().__init__()

    def add_password(self, realm, uri, user, passwd, is_authenticated=False):
        self.update_authenticated(uri, is_authenticated)
        for each in {realm, None}:
            super().add_password(each, uri, user, passwd)

    def update_authenticated(self, uri, is_authenticated=False):
        for u in [uri] if isinstance(uri, str) else uri:
            self.authenticated[self.reduce_uri(u)] = is_authenticated

    def is_authenticated(self, authuri):
        wanted = self.reduce_uri(authuri)
        for uri, known in self.authenticated.items():
            if self.is_suburi(uri, wanted):
                return known
        return None


class AbstractBasicAuthHandler:
    """Answers the demand for a password."""

    def __init__(self, password_mgr=None):
        self.passwd = HTTPPasswordMgr() if password_mgr is None else password_mgr
        self.add_password = self.passwd.add_password

    def http_error_auth_reqed(self, authreq, host, req, headers):
        for demand in headers.get_all(authreq) or ():
            match = re.match('(?i:basic)[ \t]+realm=(["\']?)([^"\']*)\\1', demand)
            if match:
                return self.retry_http_basic_auth(host, req, match[2])
        return None

    def retry_http_basic_auth(self, host, req, realm):
        user, password = self.passwd.find_user_password(realm, host)
        if password is None:
            return None
        token = binascii.b2a_base64(f'{user}:{password}'.encode(), newline=False).decode('ascii')
        if req.get_header(self.auth_header) == f'Basic {token}':
            return None
        req.add_unredirected_header(self.auth_header, f'Basic {token}')
        return self.parent.open(req, timeout=req.timeout)


class HTTPBasicAuthHandler(AbstractBasicAuthHandler, BaseHandler):
    auth_header = 'Authorization'

    def http_error_401(self, req, fp, code, msg, headers):
        return self.http_error_auth_reqed('www-authenticate', req.full_url, req, headers)


class ProxyBasicAuthHandler(AbstractBasicAuthHandler, BaseHandler):
    auth_header = 'Proxy-authorization'

    def http_error_407(self, req, fp, code, msg, headers):
        return self.http_error_auth_reqed('proxy-authenticate', req.host, req, headers)


# --- Names and proxies ---

def url2pathname(pathname):
    """The path of a URL with the scheme file."""
    return unquote(pathname)


def pathname2url(pathname):
    """The path as it stands in such a URL."""
    return quote(pathname)


def getproxies_environment():
    """The proxies that the variables http_proxy and so on name, by their schemes."""
    found = {}
    for variable in sorted(os.environ):     # http_proxy after HTTP_PROXY: it counts more.
        name, proxy = variable.lower(), os.environ[variable]
        scheme, _, rest = name.rpartition('_')
        if rest != 'proxy':
            continue
        if name == 'http_proxy' != variable and 'REQUEST_METHOD' in os.environ:
            continue                        # In a CGI program that is a header of the request.
        if proxy:
            found[scheme] = proxy
        elif name == variable:
            found.pop(scheme, None)
    return found


getproxies = getproxies_environment


def proxy_bypass(host):
    """Test if proxies should not be used for a particular host."""
    names = getproxies().get('no', '')
    if names == '*':
        return True
    host = host.lower().partition(':')[0]
    for name in filter(None, (part.strip().lower().lstrip('.') for part in names.split(','))):
        if host == name or host.endswith('.' + name):
            return True
    return False
