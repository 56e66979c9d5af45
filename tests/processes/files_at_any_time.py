"""Connections and sockets are sent to processes that run; what nobody comes for does not stay."""
# real: the virtual machine has no /proc
import multiprocessing
import os
import socket
from multiprocessing import resource_sharer


def serve(connection):
    while (given := connection.recv()) is not None:
        if isinstance(given, socket.socket):
            given.sendall(b'by socket')
        else:
            given.send('by connection')
        given.close()


def files():
    return len(os.listdir('/proc/self/fd'))


if __name__ == '__main__':
    for method in 'fork', 'spawn':
        context = multiprocessing.get_context(method)
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs,))
        process.start()
        theirs.close()
        for _ in range(3):
            reader, writer = context.Pipe(duplex=False)
            ours.send(writer)
            writer.close()
            print(reader.recv())    # expect: by connection
            # expect: by connection
            # expect: by connection
            reader.close()
        first, second = socket.socketpair()
        ours.send(second)
        second.close()
        print(first.recv(100))      # expect: b'by socket'
        first.close()
        ours.send(None)
        process.join()
        process.close()
        ours.close()
        # expect: by connection
        # expect: by connection
        # expect: by connection
        # expect: b'by socket'

    before = files()
    first, second = multiprocessing.Pipe()
    first.send(second)      # A ticket that nobody takes.
    first.close()
    second.close()
    resource_sharer.stop()
    print(files() - before)         # expect: -1
