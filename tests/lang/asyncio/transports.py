"""asyncio: protocols of streams and packets; the loop's own calls for files and sockets."""
import asyncio
import socket

class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport
        print('server: made', transport.get_extra_info('peername')[0])

    def data_received(self, data):
        print('server:', data)
        self.transport.write(data.upper())

    def connection_lost(self, exc):
        print('server: lost', exc)
        lost.set()

class Client(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport
        transport.write(b'hello')

    def data_received(self, data):
        print('client:', data)
        self.transport.close()

class Packets(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, addr):
        print('packet', data)
        if data == b'ping':
            self.transport.sendto(b'pong', addr)
        else:
            lost.set()

async def main():
    global lost
    loop, lost, here = asyncio.get_running_loop(), asyncio.Event(), ('127.0.0.1', 0)
    async with await loop.create_server(Echo, *here) as server:
        await loop.create_connection(Client, *server.sockets[0].getsockname())
        await lost.wait()
    lost.clear()
    one, _ = await loop.create_datagram_endpoint(Packets, local_addr=here)
    two, _ = await loop.create_datagram_endpoint(Packets,
                                                 remote_addr=one.get_extra_info('sockname'))
    two.sendto(b'ping')
    await lost.wait()
    one.close()
    two.close()
    a, b = socket.socketpair()
    for each in a, b:
        each.setblocking(False)
    loop.add_reader(b, lambda: print('readable', b.recv(9), loop.remove_reader(b)))
    await loop.sock_sendall(a, b'one')
    await asyncio.sleep(0.05)
    sent = asyncio.create_task(loop.sock_sendall(a, b'x' * 1_000_000))
    print(len(await loop.sock_recv(b, 100)), sent.done(), loop.remove_reader(b))
    sent.cancel()
    a.close(), b.close()

asyncio.run(main())
# expect: server: made 127.0.0.1
# expect: server: b'hello'
# expect: client: b'HELLO'
# expect: server: lost None
# expect: packet b'ping'
# expect: packet b'pong'
# expect: readable b'one' True
# expect: 100 False False
