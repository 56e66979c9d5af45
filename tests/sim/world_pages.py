"""Pages come from a table, or from a script of the same run, or are made up."""
# arguments: --net tests/sim/world_pages.net
import socket, threading, time, urllib.request
def fetch(url, **options):
    start = time.monotonic()
    try:
        with urllib.request.urlopen(url, **options) as page:
            result = page.status, page.read(30), page.geturl()
    except OSError as error:
        result = type(error).__name__, str(error)
    print(*result, round(time.monotonic() - start, 2))
fetch('http://made.up/page')  # expect: 200 b'<html><body>http://made.up/pag' http://made.up/page 0.1
fetch('https://a.test/old')   # expect: 200 b'it is\tnew' https://a.test/new 3.0
fetch('http://a.test/file')   # expect: 200 b'# The pages of tests/sim/world' http://a.test/file 0.1
fetch('http://a.test/big')    # expect: 200 b'0123456789abcdefghijklmnopqrst' http://a.test/big 0.0
fetch('http://a.test/gone')   # expect: HTTPError HTTP Error 410: Gone 0.1
fetch('http://down.test/')    # expect: URLError <urlopen error [Errno 111] Connection refused> 0.1
fetch('http://no.test/')      # expect: URLError <urlopen error [Errno -2] Name or service not known> 0.1
fetch('http://mute.test/', timeout=9)  # expect: URLError <urlopen error timed out> 9.0
server = socket.create_server(('localhost', 0))
def serve():
    connection = server.accept()[0]
    connection.recv(1000)
    time.sleep(7)
    connection.sendall(b'HTTP/1.0 200 OK\r\n\r\nfrom a script')
    connection.close()
threading.Thread(target=serve).start()
url = 'http://localhost:%d' % server.getsockname()[1]
start = time.monotonic()
print(urllib.request.urlopen(url).read(), round(time.monotonic() - start, 2))
# expect: b'from a script' 7.0
start = time.monotonic()
threads = [threading.Thread(target=lambda n: urllib.request.urlopen('http://x.test/%d' % n).read(),
                            args=[n]) for n in range(100)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(time.monotonic() - start < 0.2)  # expect: True
