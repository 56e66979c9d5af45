"""http.server: handlers by method, errors, connections that go on, files of a folder; its log."""
# arguments: --clock virtual
import functools, http.client, os, tempfile, threading, urllib.error, urllib.request
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
class Handler(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    def answer(self, body, status=200):
        self.send_response(status)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def do_GET(self):
        if self.path == '/gone':
            return self.send_error(410, explain='It <was> here')
        self.answer(f'{self.command} {self.path} {self.headers["X-Last"]!r}'.encode())
    def do_POST(self):
        self.answer(self.rfile.read(int(self.headers['Content-Length']))[::-1], 201)
    def log_message(self, format, *args):
        log.append(format % args)
def serve(handler):
    server = ThreadingHTTPServer(('127.0.0.1', 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.01,)).start()
    return server
def get(path, **options):
    request = urllib.request.Request(f'http://127.0.0.1:{server.server_port}{path}', **options)
    try:
        with urllib.request.urlopen(request) as answer:
            print(answer.status, answer.read())
    except urllib.error.HTTPError as error:
        print(error.code, error.reason, b'It &lt;was&gt; here' in error.read())
log = []
with serve(Handler) as server:
    get('/a?b', headers={'X-Last': 'x'})  # expect: 200 b"GET /a?b 'x'"
    get('/', data=b'abc')               # expect: 201 b'cba'
    get('/gone')                        # expect: 410 Gone True
    get('/', method='BREW')             # expect: 501 Unsupported method ('BREW') False
    client = http.client.HTTPConnection('127.0.0.1', server.server_port)
    for path in ('/1', '/2'):
        client.request('GET', path, headers={'X-Last': path})
        print(client.getresponse().read())
        # expect: b"GET /1 '/1'"
        # expect: b"GET /2 '/2'"
    client.close()
    server.shutdown()
for line in sorted(log)[:4]:
    print(line)
    # expect: "BREW / HTTP/1.1" 501 -
    # expect: "GET /1 HTTP/1.1" 200 -
    # expect: "GET /2 HTTP/1.1" 200 -
    # expect: "GET /a?b HTTP/1.1" 200 -
SimpleHTTPRequestHandler.log_message = Handler.log_message
with tempfile.TemporaryDirectory() as folder:
    with open(os.path.join(folder, 'a&b.txt'), 'w') as file: file.write('text')
    os.mkdir(os.path.join(folder, 'sub'))
    with serve(functools.partial(SimpleHTTPRequestHandler, directory=folder)) as server:
        get('/a%26b.txt')               # expect: 200 b'text'
        get('/../' * 9 + 'etc/passwd')  # expect: 404 File not found False
        page = urllib.request.urlopen(f'http://127.0.0.1:{server.server_port}/').read()
        print([name in page for name in (b'>a&amp;b.txt</a>', b'href="sub/"')])
        # expect: [True, True]
        server.shutdown()
