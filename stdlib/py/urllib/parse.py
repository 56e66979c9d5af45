"""Parse (absolute and relative) URLs.

A URL is scheme://netloc/path;parameters?query#fragment. urlsplit takes it apart, urlunsplit puts it
together; urlparse and urlunparse do so with the parameters as a part of its own; urljoin finds where
a relative URL leads. quote and unquote deal with %xx, urlencode and parse_qs with queries.
"""

import re
import sys
from collections import namedtuple

__all__ = ['urlparse', 'urlunparse', 'urljoin', 'urldefrag', 'urlsplit', 'urlunsplit', 'urlencode',
           'parse_qs', 'parse_qsl', 'quote', 'quote_plus', 'quote_from_bytes', 'unquote',
           'unquote_plus', 'unquote_to_bytes', 'DefragResult', 'ParseResult', 'SplitResult',
           'DefragResultBytes', 'ParseResultBytes', 'SplitResultBytes']

# Schemes, by what their URLs can have.
uses_relative = ['', 'ftp', 'http', 'gopher', 'nntp', 'imap', 'wais', 'file', 'https', 'shttp',
                 'mms', 'prospero', 'rtsp', 'rtspu', 'sftp', 'svn', 'svn+ssh', 'ws', 'wss']
uses_netloc = ['', 'ftp', 'http', 'gopher', 'nntp', 'telnet', 'imap', 'wais', 'file', 'mms',
               'https', 'shttp', 'snews', 'prospero', 'rtsp', 'rtspu', 'rsync', 'svn', 'svn+ssh',
               'sftp', 'nfs', 'git', 'git+ssh', 'ws', 'wss']
uses_params = ['', 'ftp', 'hdl', 'prospero', 'http', 'imap', 'https', 'shttp', 'rtsp', 'rtspu',
               'sip', 'sips', 'mms', 'sftp', 'tel']
non_hierarchical = ['gopher', 'hdl', 'mailto', 'news', 'telnet', 'wais', 'imap', 'snews', 'sip',
                    'sips']
uses_query = ['', 'http', 'wais', 'imap', 'https', 'shttp', 'mms', 'gopher', 'rtsp', 'rtspu', 'sip',
              'sips']
uses_fragment = ['', 'ftp', 'hdl', 'http', 'gopher', 'news', 'nntp', 'wais', 'https', 'shttp',
                 'snews', 'file', 'prospero']

scheme_chars = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.'
_CONTROLS_AND_SPACE = ''.join(map(chr, range(33)))
_UNSAFE = ['\t', '\r', '\n']
MAX_CACHE_SIZE = 20


def clear_cache():
    """Forget what is cached."""
    _split_cache.clear()
    _quoted.clear()


# --- Bytes work as well: as text in ASCII ---

_implicit_encoding = 'ascii'
_implicit_errors = 'strict'


def _noop(obj):
    return obj


def _encode_result(obj, encoding=_implicit_encoding, errors=_implicit_errors):
    return obj.encode(encoding, errors)


def _decode_args(args, encoding=_implicit_encoding, errors=_implicit_errors):
    return tuple(x.decode(encoding, errors) if x else '' for x in args)


def _coerce_args(*args):
    """The arguments as str, and what makes the result the type that they had."""
    is_str = isinstance(args[0], str)
    for arg in args[1:]:
        if arg and isinstance(arg, str) != is_str:
            raise TypeError('Cannot mix str and non-str arguments')
    if is_str:
        return *args, _noop
    return *_decode_args(args), _encode_result


# --- Results ---

class _ResultMixinStr:
    __slots__ = ()

    def encode(self, encoding='ascii', errors='strict'):
        return self._encoded_counterpart(*(x.encode(encoding, errors) for x in self))


class _ResultMixinBytes:
    __slots__ = ()

    def decode(self, encoding='ascii', errors='strict'):
        return self._decoded_counterpart(*(x.decode(encoding, errors) for x in self))


class _NetlocResultMixinBase:
    """What is in a netloc: user:password@host:port."""

    __slots__ = ()

    @property
    def username(self):
        return self._userinfo[0]

    @property
    def password(self):
        return self._userinfo[1]

    @property
    def hostname(self):
        hostname = self._hostinfo[0]
        if not hostname:
            return None
        # The zone of an IPv6 address keeps its case.
        percent = '%' if isinstance(hostname, str) else b'%'
        hostname, percent, zone = hostname.partition(percent)
        return hostname.lower() + percent + zone

    @property
    def port(self):
        port = self._hostinfo[1]
        if port is not None:
            if not (port.isdigit() and port.isascii()):
                raise ValueError(f'Port could not be cast to integer value as {port!r}')
            port = int(port)
            if not 0 <= port <= 65535:
                raise ValueError('Port out of range 0-65535')
        return port

    def _signs(self, text):
        return [sign if isinstance(self.netloc, str) else sign.encode() for sign in text]

    @property
    def _userinfo(self):
        at, colon = self._signs('@:')
        userinfo, have_info, _ = self.netloc.rpartition(at)
        if not have_info:
            return None, None
        username, have_password, password = userinfo.partition(colon)
        return username, password if have_password else None

    @property
    def _hostinfo(self):
        at, colon, opening, closing = self._signs('@:[]')
        hostinfo = self.netloc.rpartition(at)[2]
        _, have_bracket, bracketed = hostinfo.partition(opening)
        if have_bracket:
            hostname, _, port = bracketed.partition(closing)
            port = port.partition(colon)[2]
        else:
            hostname, _, port = hostinfo.partition(colon)
        return hostname, port or None

    __class_getitem__ = classmethod(type(list[int]))


class _NetlocResultMixinStr(_NetlocResultMixinBase, _ResultMixinStr):
    __slots__ = ()


class _NetlocResultMixinBytes(_NetlocResultMixinBase, _ResultMixinBytes):
    __slots__ = ()


_DefragResultBase = namedtuple('DefragResult', 'url fragment')
_SplitResultBase = namedtuple('SplitResult', 'scheme netloc path query fragment')
_ParseResultBase = namedtuple('ParseResult', 'scheme netloc path params query fragment')


class DefragResult(_DefragResultBase, _ResultMixinStr):
    __slots__ = ()

    def geturl(self):
        return f'{self.url}#{self.fragment}' if self.fragment else self.url


class SplitResult(_SplitResultBase, _NetlocResultMixinStr):
    __slots__ = ()

    def geturl(self):
        return urlunsplit(self)


class ParseResult(_ParseResultBase, _NetlocResultMixinStr):
    __slots__ = ()

    def geturl(self):
        return urlunparse(self)


class DefragResultBytes(_DefragResultBase, _ResultMixinBytes):
    __slots__ = ()

    def geturl(self):
        return self.url + b'#' + self.fragment if self.fragment else self.url


class SplitResultBytes(_SplitResultBase, _NetlocResultMixinBytes):
    __slots__ = ()

    def geturl(self):
        return urlunsplit(self)


class ParseResultBytes(_ParseResultBase, _NetlocResultMixinBytes):
    __slots__ = ()

    def geturl(self):
        return urlunparse(self)


for _text, _data in ((DefragResult, DefragResultBytes), (SplitResult, SplitResultBytes),
                     (ParseResult, ParseResultBytes)):
    _text._encoded_counterpart = _data
    _data._decoded_counterpart = _text
del _text, _data


# --- Taking apart ---

def urlparse(url, scheme='', allow_fragments=True):
    """Parse a URL into 6 components:
    <scheme>://<netloc>/<path>;<params>?<query>#<fragment>"""
    url, scheme, coerce_result = _coerce_args(url, scheme)
    scheme, netloc, url, query, fragment = urlsplit(url, scheme, allow_fragments)
    params = ''
    if scheme in uses_params and ';' in url:
        url, params = _splitparams(url)
    return _as(coerce_result, ParseResult(scheme, netloc, url, params, query, fragment))


def _as(coerce_result, result):
    return result if coerce_result is _noop else result.encode()


def _splitparams(url):
    i = url.find(';', url.rfind('/') + 1)
    if i < 0:
        return url, ''
    return url[:i], url[i + 1:]


def _splitnetloc(url, start=0):
    end = min((i for i in (url.find(c, start) for c in '/?#') if i >= 0), default=len(url))
    return url[start:end], url[end:]


def _checknetloc(netloc):
    """Characters that normalization turns into separators must not be in a netloc."""
    if not netloc or netloc.isascii():
        return
    import unicodedata
    plain = netloc.translate(dict.fromkeys(map(ord, '@:#?')))
    normal = unicodedata.normalize('NFKC', plain)
    if plain != normal:
        for c in '/?#@:':
            if c in normal:
                raise ValueError(f"netloc '{netloc}' contains invalid characters under NFKC "
                                 'normalization')


def _check_brackets(netloc):
    if ('[' in netloc) != (']' in netloc):
        raise ValueError('Invalid IPv6 URL')


_split_cache = {}


def urlsplit(url, scheme='', allow_fragments=True):
    """Parse a URL into 5 components:
    <scheme>://<netloc>/<path>?<query>#<fragment>"""
    url, scheme, coerce_result = _coerce_args(url, scheme)
    key = url, scheme, bool(allow_fragments)
    result = _split_cache.get(key)
    if result is None:
        if len(_split_cache) >= 256:
            _split_cache.clear()
        result = _split_cache[key] = _urlsplit(url, scheme, allow_fragments)
    return _as(coerce_result, result)


def _urlsplit(url, scheme, allow_fragments):
    url = url.lstrip(_CONTROLS_AND_SPACE)
    scheme = scheme.strip(_CONTROLS_AND_SPACE)
    for character in _UNSAFE:
        url = url.replace(character, '')
        scheme = scheme.replace(character, '')
    netloc = query = fragment = ''
    i = url.find(':')
    if i > 0 and url[0].isascii() and url[0].isalpha():
        if all(c in scheme_chars for c in url[:i]):
            scheme, url = url[:i].lower(), url[i + 1:]
    if url[:2] == '//':
        netloc, url = _splitnetloc(url, 2)
        _check_brackets(netloc)
    if allow_fragments and '#' in url:
        url, fragment = url.split('#', 1)
    if '?' in url:
        url, query = url.split('?', 1)
    _checknetloc(netloc)
    return SplitResult(scheme, netloc, url, query, fragment)


def urldefrag(url):
    """Removes any existing fragment from URL."""
    url, coerce_result = _coerce_args(url)
    fragment = ''
    defragged = url
    if '#' in url:
        s, n, p, a, q, fragment = urlparse(url)
        defragged = urlunparse((s, n, p, a, q, ''))
    return _as(coerce_result, DefragResult(defragged, fragment))


# --- Putting together ---

def urlunparse(components):
    """The URL of the six parts that urlparse() gives."""
    scheme, netloc, url, params, query, fragment, coerce_result = _coerce_args(*components)
    if params:
        url = f'{url};{params}'
    return coerce_result(urlunsplit((scheme, netloc, url, query, fragment)))


def urlunsplit(components):
    """The URL of the five parts that urlsplit() gives."""
    scheme, netloc, url, query, fragment, coerce_result = _coerce_args(*components)
    if netloc or (scheme and scheme in uses_netloc and url[:2] != '//'):
        if url and url[:1] != '/':
            url = '/' + url
        url = '//' + (netloc or '') + url
    if scheme:
        url = scheme + ':' + url
    if query:
        url = url + '?' + query
    if fragment:
        url = url + '#' + fragment
    return coerce_result(url)


def _resolve_dots(segments):
    """A path's segments without . and .. ones."""
    resolved = []
    for segment in segments:
        if segment == '..':
            if resolved:
                resolved.pop()
        elif segment != '.':
            resolved.append(segment)
    if segments[-1] in ('.', '..'):
        resolved.append('')
    return resolved


def urljoin(base, url, allow_fragments=True):
    """The URL that a link means on the page at `base`."""
    if not base:
        return url
    if not url:
        return base
    base, url, coerce_result = _coerce_args(base, url)
    bscheme, bnetloc, bpath, bparams, bquery, bfragment = urlparse(base, '', allow_fragments)
    scheme, netloc, path, params, query, fragment = urlparse(url, bscheme, allow_fragments)
    if scheme != bscheme or scheme not in uses_relative:
        return coerce_result(url)
    if scheme in uses_netloc:
        if netloc:
            return coerce_result(urlunparse((scheme, netloc, path, params, query, fragment)))
        netloc = bnetloc
    if not path and not params:
        return coerce_result(urlunparse((scheme, netloc, bpath, bparams, query or bquery,
                                         fragment)))
    base_parts = bpath.split('/')
    if base_parts[-1] != '':
        # The last part is no folder.
        del base_parts[-1]
    if path[:1] == '/':
        segments = path.split('/')
    else:
        segments = base_parts + path.split('/')
        segments[1:-1] = filter(None, segments[1:-1])
    path = '/'.join(_resolve_dots(segments)) or '/'
    return coerce_result(urlunparse((scheme, netloc, path, params, query, fragment)))


# --- Quoting ---

_ALWAYS_SAFE = frozenset(b'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~')
_ALWAYS_SAFE_BYTES = bytes(_ALWAYS_SAFE)
_quoted = {}  # safe characters -> what each byte becomes


def _quote_table(safe):
    table = _quoted.get(safe)
    if table is None:
        keep = _ALWAYS_SAFE.union(safe)
        table = _quoted[safe] = [chr(b) if b in keep else f'%{b:02X}' for b in range(256)]
    return table


def quote(string, safe='/', encoding=None, errors=None):
    """The text with %xx for all but letters, digits, _.-~ and what is `safe`."""
    if isinstance(string, str):
        if not string:
            return string
        string = string.encode('utf-8' if encoding is None else encoding,
                               'strict' if errors is None else errors)
    else:
        if encoding is not None:
            raise TypeError("quote() doesn't support 'encoding' for bytes")
        if errors is not None:
            raise TypeError("quote() doesn't support 'errors' for bytes")
    return quote_from_bytes(string, safe)


def quote_plus(string, safe='', encoding=None, errors=None):
    """As quote(), with + for a space: for values of forms."""
    if (isinstance(string, str) and ' ' not in string or
            isinstance(string, bytes) and b' ' not in string):
        return quote(string, safe, encoding, errors)
    space = ' ' if isinstance(safe, str) else b' '
    return quote(string, safe + space, encoding, errors).replace(' ', '+')


def quote_from_bytes(bs, safe='/'):
    """As quote(), for bytes."""
    if not isinstance(bs, (bytes, bytearray)):
        raise TypeError('quote_from_bytes() expected bytes')
    if not bs:
        return ''
    if isinstance(safe, str):
        safe = safe.encode('ascii', 'ignore')
    else:
        safe = bytes(c for c in safe if c < 128)
    if not bs.rstrip(_ALWAYS_SAFE_BYTES + safe):
        return bs.decode()
    table = _quote_table(safe)
    return ''.join([table[b] for b in bs])


_escapes = re.compile(b'%[0-9a-fA-F]{2}')
_ascii_runs = re.compile('([\x00-\x7f]+)')


def unquote_to_bytes(string):
    """The bytes that %xx stand for, and the others as they are."""
    if not string:
        # Is it a string-like object?
        string.split
        return b''
    if isinstance(string, str):
        string = string.encode('utf-8')
    if b'%' not in string:
        return bytes(string) if not isinstance(string, bytes) else string
    return _escapes.sub(lambda match: bytes([int(match[0][1:], 16)]), string)


def unquote(string, encoding='utf-8', errors='replace'):
    """The text that %xx stand for."""
    if isinstance(string, bytes):
        return unquote_to_bytes(string).decode(encoding, errors)
    if '%' not in string:
        string.split
        return string
    if encoding is None:
        encoding = 'utf-8'
    if errors is None:
        errors = 'replace'
    # Other characters than ASCII's stand for themselves.
    pieces = _ascii_runs.split(string)
    for i in range(1, len(pieces), 2):
        pieces[i] = unquote_to_bytes(pieces[i]).decode(encoding, errors)
    return ''.join(pieces)


def unquote_plus(string, encoding='utf-8', errors='replace'):
    """As unquote(), and spaces for +."""
    return unquote(string.replace('+', ' '), encoding, errors)


# --- Queries ---

def parse_qs(qs, keep_blank_values=False, strict_parsing=False, encoding='utf-8',
             errors='replace', max_num_fields=None, separator='&'):
    """Parse a query given as a string argument: a dictionary of lists."""
    result = {}
    for name, value in parse_qsl(qs, keep_blank_values, strict_parsing, encoding=encoding,
                                 errors=errors, max_num_fields=max_num_fields,
                                 separator=separator):
        result.setdefault(name, []).append(value)
    return result


def parse_qsl(qs, keep_blank_values=False, strict_parsing=False, encoding='utf-8',
              errors='replace', max_num_fields=None, separator='&'):
    """Parse a query given as a string argument: a list of (name, value)."""
    qs, coerce_result = _coerce_args(qs)
    separator, _ = _coerce_args(separator)
    if not separator or not isinstance(separator, (str, bytes)):
        raise ValueError('Separator must be of type string or bytes.')
    if max_num_fields is not None:
        if max_num_fields < 1 + qs.count(separator) if qs else 0:
            raise ValueError('Max number of fields exceeded')
    result = []
    for pair in qs.split(separator) if qs else ():
        if not pair and not strict_parsing:
            continue
        name, equals, value = pair.partition('=')
        if not equals:
            if strict_parsing:
                raise ValueError(f'bad query field: {pair!r}')
            if not keep_blank_values:
                continue
        if value or keep_blank_values:
            name = unquote(name.replace('+', ' '), encoding, errors)
            value = unquote(value.replace('+', ' '), encoding, errors)
            result.append((coerce_result(name), coerce_result(value)))
    return result


def urlencode(query, doseq=False, safe='', encoding=None, errors=None, quote_via=quote_plus):
    """The query of a mapping or of pairs: a=1&b=2. With doseq, sequences as values are repeated."""
    if hasattr(query, 'items'):
        query = query.items()
    else:
        try:
            # Not for strings, which are sequences of what looks like pairs when it is two long.
            if len(query) and not isinstance(query[0], tuple):
                raise TypeError
        except TypeError:
            raise TypeError('not a valid non-string sequence or mapping object') from None

    def quoted(value):
        if isinstance(value, bytes):
            return quote_via(value, safe)
        return quote_via(str(value), safe, encoding, errors)

    pairs = []
    for name, value in query:
        name = quoted(name)
        values = [value]
        if doseq and not isinstance(value, (str, bytes)):
            try:
                len(value)
            except TypeError:
                pass
            else:
                values = value
        pairs += [f'{name}={quoted(one)}' for one in values]
    return '&'.join(pairs)


# --- Old splitters that others still use ---

def unwrap(url):
    """Transform a string like '<URL:scheme://host/path>' into 'scheme://host/path'."""
    url = str(url).strip()
    if url[:1] == '<' and url[-1:] == '>':
        url = url[1:-1].strip()
    if url[:4] == 'URL:':
        url = url[4:].strip()
    return url


def _splittype(url):
    match = re.match('([^/:]+):(.*)', url, re.DOTALL)
    return (match[1].lower(), match[2]) if match else (None, url)


def _splithost(url):
    match = re.match('//([^/#?]*)(.*)', url, re.DOTALL)
    if not match:
        return None, url
    host, path = match.groups()
    return host, '/' + path if path and path[0] != '/' else path


def _splituser(host):
    user, at, host = host.rpartition('@')
    return user if at else None, host


def _splitpasswd(user):
    user, colon, password = user.partition(':')
    return user, password if colon else None


def _splitport(host):
    match = re.fullmatch('(.*):([0-9]*)', host, re.DOTALL)
    return (match[1], match[2] or None) if match else (host, None)


def _splitquery(url):
    path, mark, query = url.rpartition('?')
    return (path, query) if mark else (url, None)


def _splittag(url):
    path, sign, tag = url.rpartition('#')
    return (path, tag) if sign else (url, None)


def _splitattr(url):
    words = url.split(';')
    return words[0], words[1:]


def _splitvalue(attr):
    name, equals, value = attr.partition('=')
    return name, value if equals else None
