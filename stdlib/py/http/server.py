"""Servers that speak HTTP: a handler answers GET by its method do_GET, POST by do_POST ...

    HTTPServer, ThreadingHTTPServer     socketserver's, which know their name and port
    BaseHTTPRequestHandler              reads a request and calls the method for it
    SimpleHTTPRequestHandler            GET and HEAD of the files in a folder

    gilbox -m http.server [port]        shows the files in this folder
"""

import os
import socket
import socketserver
import sys
import time
from http import HTTPStatus
from http import client
from urllib.parse import quote, unquote, urlsplit, urlunsplit

__version__ = '0.6'

__all__ = ['HTTPServer', 'ThreadingHTTPServer', 'BaseHTTPRequestHandler',
           'SimpleHTTPRequestHandler']

_LINE_MAX = 65536

_DAYS = 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'
_MONTHS = ('Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec')

DEFAULT_ERROR_CONTENT_TYPE = 'text/html;charset=utf-8'
DEFAULT_ERROR_MESSAGE = '''\
<!DOCTYPE HTML>
<html lang="en">
<head><meta charset="utf-8"><title>Error response</title></head>
<body>
<h1>Error response</h1>
<p>Error code: %(code)d</p>
<p>Message: %(message)s.</p>
<p>%(explain)s</p>
</body>
</html>
'''


def _escape(text, quotes=False):
    text = text.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')
    return text.replace('"', '&quot;') if quotes else text


# --- Servers ---

class HTTPServer(socketserver.TCPServer):
    allow_reuse_address = True

    def server_bind(self):
        super().server_bind()
        host, self.server_port = self.server_address[:2]
        self.server_name = socket.getfqdn(host)


class ThreadingHTTPServer(socketserver.ThreadingMixIn, HTTPServer):
    daemon_threads = True


# --- A request ---

class _Refused(Exception):
    """The request can't be served: the arguments of send_error()."""


def _version_numbers(text):
    name, _, number = text.partition('/')
    major, dot, minor = number.partition('.')
    if name != 'HTTP' or not (dot and major.isdecimal() and minor.isdecimal()) or \
            len(number) > 20:
        raise _Refused(HTTPStatus.BAD_REQUEST, 'Bad request version (%r)' % text)
    if int(major) > 1:
        raise _Refused(HTTPStatus.HTTP_VERSION_NOT_SUPPORTED,
                       'Invalid HTTP version (%s)' % number)
    return int(major), int(minor)


class BaseHTTPRequestHandler(socketserver.StreamRequestHandler):
    """Of a request it has command, path, request_version, headers, and rfile with the body.

    An answer is send_response(), send_header() as often as need be, end_headers(), and what is
    written to wfile."""

    server_version = 'BaseHTTP/' + __version__
    sys_version = 'Python/' + sys.version.split()[0]
    protocol_version = 'HTTP/1.0'
    default_request_version = 'HTTP/0.9'
    error_message_format = DEFAULT_ERROR_MESSAGE
    error_content_type = DEFAULT_ERROR_CONTENT_TYPE
    MessageClass = client.HTTPMessage
    weekdayname = _DAYS
    monthname = None, *_MONTHS
    responses = {status: (status.phrase, status.description) for status in HTTPStatus}

    def handle(self):
        """Serve one request, and those that follow on the same connection."""
        self.close_connection = True
        self.handle_one_request()
        while not self.close_connection:
            self.handle_one_request()

    def handle_one_request(self):
        try:
            self.raw_requestline = self.rfile.readline(_LINE_MAX + 1)
            if len(self.raw_requestline) > _LINE_MAX:
                self.requestline = self.request_version = self.command = ''
                self.send_error(HTTPStatus.REQUEST_URI_TOO_LONG)
                return
            if not self.raw_requestline:
                self.close_connection = True
                return
            if not self.parse_request():
                return
            method = getattr(self, 'do_' + self.command, None)
            if method is None:
                self.send_error(HTTPStatus.NOT_IMPLEMENTED,
                                'Unsupported method (%r)' % self.command)
                return
            method()
            self.wfile.flush()
        except TimeoutError as late:
            self.log_error('Request timed out: %r', late)
            self.close_connection = True

    def parse_request(self):
        """Take the first line and the headers apart. Was there a request to serve?"""
        self.command, self.request_version = None, self.default_request_version
        self.close_connection = True
        self.requestline = str(self.raw_requestline, 'iso-8859-1').rstrip('\r\n')
        words = self.requestline.split()
        if not words:
            return False
        try:
            self._parse_line(words)
            self._parse_headers()
        except _Refused as refusal:
            self.send_error(*refusal.args)
            return False
        return self._expected()

    def _parse_line(self, words):
        if len(words) >= 3:
            version = _version_numbers(words[-1])
            self.request_version = words[-1]
            self.close_connection = version < (1, 1) or self.protocol_version < 'HTTP/1.1'
        if not 2 <= len(words) <= 3:
            raise _Refused(HTTPStatus.BAD_REQUEST, 'Bad request syntax (%r)' % self.requestline)
        if len(words) == 2 and words[0] != 'GET':
            raise _Refused(HTTPStatus.BAD_REQUEST,
                           'Bad HTTP/0.9 request type (%r)' % words[0])
        self.command, self.path = words[:2]
        if self.path.startswith('//'):  # As a URL it would name another host.
            self.path = '/' + self.path.lstrip('/')

    def _parse_headers(self):
        try:
            self.headers = client.parse_headers(self.rfile, _class=self.MessageClass)
        except client.HTTPException as problem:
            phrase = 'Line too long' if isinstance(problem, client.LineTooLong) else \
                'Too many headers'
            raise _Refused(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, phrase, str(problem))
        wish = self.headers.get('Connection', '').lower()
        if wish == 'close':
            self.close_connection = True
        elif wish == 'keep-alive' and self.protocol_version >= 'HTTP/1.1':
            self.close_connection = False

    def _expected(self):
        if self.headers.get('Expect', '').lower() == '100-continue' and \
                min(self.protocol_version, self.request_version) >= 'HTTP/1.1':
            return self.handle_expect_100()
        return True

    def handle_expect_100(self):
        """The client asks before it sends the body. Return False to refuse it."""
        self.send_response_only(HTTPStatus.CONTINUE)
        self.end_headers()
        return True

    # --- The answer ---

    def send_error(self, code, message=None, explain=None):
        """A whole answer: a page that says what is wrong."""
        phrase, description = self.responses.get(code, ('???', '???'))
        message = phrase if message is None else message
        explain = description if explain is None else explain
        self.log_error('code %d, message %s', code, message)
        self.send_response(code, message)
        self.send_header('Connection', 'close')
        body = None
        if code >= 200 and code not in (HTTPStatus.NO_CONTENT, HTTPStatus.RESET_CONTENT,
                                        HTTPStatus.NOT_MODIFIED):
            page = self.error_message_format % {
                'code': code, 'message': _escape(message), 'explain': _escape(explain)}
            body = page.encode('utf-8', 'replace')
            self.send_header('Content-Type', self.error_content_type)
            self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        if self.command != 'HEAD' and body:
            self.wfile.write(body)

    def send_response(self, code, message=None):
        """Log the request, and begin the answer."""
        self.log_request(code)
        self.send_response_only(code, message)
        self.send_header('Server', self.version_string())
        self.send_header('Date', self.date_time_string())

    def _buffer(self, line):
        if self.request_version != 'HTTP/0.9':
            self.__dict__.setdefault('_headers_buffer', []).append(
                (line + '\r\n').encode('latin-1', 'strict'))

    def send_response_only(self, code, message=None):
        if message is None:
            message = self.responses.get(code, ('', ''))[0]
        self._buffer('%s %d %s' % (self.protocol_version, code, message))

    def send_header(self, keyword, value):
        self._buffer('%s: %s' % (keyword, value))
        if keyword.lower() == 'connection' and value.lower() in ('close', 'keep-alive'):
            self.close_connection = value.lower() == 'close'

    def end_headers(self):
        self._buffer('')
        self.flush_headers()

    def flush_headers(self):
        self.wfile.write(b''.join(self.__dict__.pop('_headers_buffer', ())))

    # --- The log ---

    def log_request(self, code='-', size='-'):
        if isinstance(code, HTTPStatus):
            code = code.value
        self.log_message('"%s" %s %s', self.requestline, str(code), str(size))

    def log_error(self, format, *args):
        self.log_message(format, *args)

    _shown = {number: r'\x%02x' % number for number in [*range(0x20), *range(0x7f, 0xa0)]}
    _shown[ord('\\')] = r'\\'

    def log_message(self, format, *args):
        """All that is logged comes here, and goes to standard error."""
        message = (format % args).translate(self._shown)
        sys.stderr.write('%s - - [%s] %s\n' % (
            self.address_string(), self.log_date_time_string(), message))

    def version_string(self):
        return self.server_version + ' ' + self.sys_version

    def date_time_string(self, timestamp=None):
        """The time as headers have it."""
        year, month, day, hour, minute, second, weekday = \
            time.gmtime(time.time() if timestamp is None else timestamp)[:7]
        return '%s, %02d %3s %4d %02d:%02d:%02d GMT' % (
            _DAYS[weekday], day, _MONTHS[month - 1], year, hour, minute, second)

    def log_date_time_string(self):
        year, month, day, hour, minute, second = time.localtime()[:6]
        return '%02d/%3s/%04d %02d:%02d:%02d' % (
            day, _MONTHS[month - 1], year, hour, minute, second)

    def address_string(self):
        return self.client_address[0]


# --- Files ---

class SimpleHTTPRequestHandler(BaseHTTPRequestHandler):
    """GET and HEAD of the files in a folder: this one, or 'directory'."""

    server_version = 'SimpleHTTP/' + __version__
    index_pages = 'index.html', 'index.htm'
    extensions_map = {
        '.css': 'text/css', '.csv': 'text/csv', '.gif': 'image/gif', '.gz': 'application/gzip',
        '.htm': 'text/html', '.html': 'text/html', '.jpg': 'image/jpeg', '.js': 'text/javascript',
        '.json': 'application/json', '.pdf': 'application/pdf', '.png': 'image/png',
        '.py': 'text/x-python', '.svg': 'image/svg+xml', '.txt': 'text/plain',
        '.xml': 'text/xml', '.zip': 'application/zip'}

    def __init__(self, *args, directory=None, **kwargs):
        self.directory = os.fspath(os.getcwd() if directory is None else directory)
        super().__init__(*args, **kwargs)

    def do_GET(self):
        file = self.send_head()
        if file:
            with file:
                self.copyfile(file, self.wfile)

    def do_HEAD(self):
        file = self.send_head()
        if file:
            file.close()

    def send_head(self):
        """Send the headers: the open file that is the body, or None if there is no more to send."""
        path = self.translate_path(self.path)
        if os.path.isdir(path):
            parts = urlsplit(self.path)
            if not parts.path.endswith('/'):
                self.send_response(HTTPStatus.MOVED_PERMANENTLY)
                self.send_header('Location', urlunsplit(parts._replace(path=parts.path + '/')))
                self.send_header('Content-Length', '0')
                self.end_headers()
                return None
            pages = [os.path.join(path, name) for name in self.index_pages]
            path = next(filter(os.path.isfile, pages), path)
            if os.path.isdir(path):
                return self.list_directory(path)
        try:
            if path.endswith('/'):
                raise NotADirectoryError(path)
            file = open(path, 'rb')
        except OSError:
            self.send_error(HTTPStatus.NOT_FOUND, 'File not found')
            return None
        found = os.fstat(file.fileno())
        self._send_file_headers(self.guess_type(path), found.st_size,
                                self.date_time_string(found.st_mtime))
        return file

    def _send_file_headers(self, kind, size, changed=None):
        self.send_response(HTTPStatus.OK)
        self.send_header('Content-type', kind)
        self.send_header('Content-Length', str(size))
        if changed:
            self.send_header('Last-Modified', changed)
        self.end_headers()

    def list_directory(self, path):
        """A page of links to what is in a folder."""
        import io
        try:
            names = sorted(os.listdir(path), key=str.lower)
        except OSError:
            self.send_error(HTTPStatus.NOT_FOUND, 'No permission to list directory')
            return None
        title = 'Directory listing for ' + _escape(unquote(urlsplit(self.path).path))
        rows = []
        for name in names:
            place = os.path.join(path, name)
            slash = '/' if os.path.isdir(place) else ''
            mark = '@' if os.path.islink(place) else slash
            rows.append('<li><a href="%s">%s</a></li>' % (
                quote(name + slash, errors='surrogatepass'), _escape(name + mark)))
        page = ('<!DOCTYPE HTML>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
                f'<title>{title}</title>\n</head>\n<body>\n<h1>{title}</h1>\n<hr>\n<ul>\n'
                + ''.join(row + '\n' for row in rows) + '</ul>\n<hr>\n</body>\n</html>\n')
        body = page.encode('utf-8', 'surrogateescape')
        self._send_file_headers('text/html; charset=utf-8', len(body))
        return io.BytesIO(body)

    def translate_path(self, path):
        """The file a URL stands for; it never leaves the folder."""
        path = unquote(path.partition('?')[0].partition('#')[0], errors='surrogatepass')
        place = self.directory
        for part in path.split('/'):
            if part and part not in (os.curdir, os.pardir):
                place = os.path.join(place, part)
        return place + '/' if path.rstrip().endswith('/') else place

    def copyfile(self, source, outputfile):
        import shutil
        shutil.copyfileobj(source, outputfile)

    def guess_type(self, path):
        extension = os.path.splitext(path)[1].lower()
        return self.extensions_map.get(extension, 'application/octet-stream')


def _main():
    import argparse
    import functools
    parser = argparse.ArgumentParser(prog='http.server')
    parser.add_argument('-b', '--bind', metavar='ADDRESS', default='',
                        help='bind to this address (default: all interfaces)')
    parser.add_argument('-d', '--directory', default=os.getcwd(),
                        help='serve this directory (default: current directory)')
    parser.add_argument('port', default=8000, type=int, nargs='?',
                        help='bind to this port (default: %(default)s)')
    args = parser.parse_args()
    handler = functools.partial(SimpleHTTPRequestHandler, directory=args.directory)
    with ThreadingHTTPServer((args.bind, args.port), handler) as server:
        host, port = server.server_address[:2]
        print(f'Serving HTTP on {host} port {port} (http://{host}:{port}/) ...', flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print('\nKeyboard interrupt received, exiting.')


if __name__ == '__main__':
    _main()
