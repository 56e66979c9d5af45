"""A server and its clients on one virtual machine, in virtual time."""
import select, socket, threading, time
server = socket.create_server(('localhost', 0))
def serve():
    while True:
        connection, peer = server.accept()
        with connection, connection.makefile('rwb') as stream:
            for line in stream:
                time.sleep(1)
                stream.write(line.upper())
                stream.flush()
threading.Thread(target=serve, daemon=True).start()
def ask(word):
    with socket.create_connection(server.getsockname()) as client:
        client.sendall(word + b'\n')
        return client.recv(100)
start = time.time()
print(ask(b'one'), ask(b'two'), int(time.time() - start))  # expect: b'ONE\n' b'TWO\n' 2
with socket.create_connection(server.getsockname(), timeout=0.25) as client:
    client.sendall(b'late\n')
    try: client.recv(1)
    except TimeoutError as error: print(error)             # expect: timed out
    print(select.select([client], [], [], 0.25)[0])        # expect: []
    print(len(select.select([client], [client], [])[1]))   # expect: 1
    print(len(select.select([client], [], [])[0]), client.recv(9))  # expect: 1 b'LATE\n'
a, b = socket.socketpair()
threading.Timer(5, a.close).start()
start = time.time()
print(b.recv(1), int(time.time() - start))                 # expect: b'' 5
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one, \
     socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as two:
    one.bind(('', 0))
    two.sendto(b'datagram', ('127.0.0.1', one.getsockname()[1]))
    print(one.recvfrom(4)[0])                              # expect: b'data'
other = socket.socket()
try: other.bind(server.getsockname())
except OSError as error: print(error.strerror)             # expect: Address already in use
try: other.connect(('localhost', 1))
except ConnectionRefusedError as error: print(error)       # expect: [Errno 111] Connection refused
