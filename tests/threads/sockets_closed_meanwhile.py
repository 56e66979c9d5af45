"""A socket, or a pipe, may be closed while another thread still sends, receives or accepts."""
import errno
import os
import socket
import threading

ROUNDS = 100


def meanwhile(action, *args):
    """A thread that acts, whether the file is still open then or not."""
    def act():
        try:
            action(*args)
        except OSError:
            pass
    thread = threading.Thread(target=act)
    thread.start()
    return thread


for _ in range(ROUNDS):
    near, far = socket.socketpair()
    sender = meanwhile(far.send, b'x')
    near.recv(1)
    far.close()
    near.close()
    sender.join()
print('sent')  # expect: sent

for _ in range(ROUNDS):
    near, far = socket.socketpair()
    receiver = meanwhile(far.recv, 1)
    near.send(b'x')
    far.close()
    near.close()
    receiver.join()
print('received')  # expect: received

listener = socket.create_server(('127.0.0.1', 0))
for _ in range(ROUNDS):
    near = socket.socket()
    connecting = meanwhile(near.connect, listener.getsockname())
    listener.accept()[0].close()
    near.close()
    connecting.join()
print('connected')  # expect: connected

for _ in range(ROUNDS):
    with socket.create_server(('127.0.0.1', 0)) as brief:
        brief.settimeout(0.1)
        accepting = meanwhile(brief.accept)
        socket.create_connection(brief.getsockname()).close()
    accepting.join()
print('accepted')  # expect: accepted

for _ in range(ROUNDS):
    reading, writing = os.pipe()
    writer = meanwhile(os.write, writing, b'x')
    os.read(reading, 1)
    os.close(writing)
    os.close(reading)
    writer.join()
listener.close()
print('written')  # expect: written

for timeout in None, 0, 10:
    closed = socket.socket()
    closed.settimeout(timeout)
    closed.close()
    errors = set()
    for call, *args in (closed.accept,), (closed.recv, 1), (closed.send, b'x'), (closed.listen,):
        try:
            call(*args)
        except OSError as error:
            errors.add(error.errno)
    print(timeout, errors == {errno.EBADF})
# expect: None True
# expect: 0 True
# expect: 10 True
