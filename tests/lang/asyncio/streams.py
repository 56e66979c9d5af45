"""asyncio: an echo server and its clients; what readers do at the end and at the limit."""
import asyncio

async def echo(reader, writer):
    while line := await reader.readline():
        writer.write(b'echo ' + line)
        await writer.drain()
    writer.close()
    await writer.wait_closed()

async def client(address, name):
    reader, writer = await asyncio.open_connection(*address)
    answers = []
    for number in range(3):
        writer.write(b'%s-%d\n' % (name, number))
        answers.append(await reader.readline())
    writer.write_eof()
    answers.append(await reader.read())
    writer.close()
    await writer.wait_closed()
    return answers

async def main():
    server = await asyncio.start_server(echo, '127.0.0.1', 0)
    address = server.sockets[0].getsockname()
    async with server:
        for answers in await asyncio.gather(client(address, b'a'), client(address, b'b')):
            print(answers)
    print(server.is_serving(), server.sockets)
    try:
        await client(address, b'c')
    except ConnectionRefusedError as e:
        print(str(e).replace(str(address), 'ADDRESS'))

async def much():
    async def count(reader, writer):
        size = 0
        while data := await reader.read(65536):
            size += len(data)
        writer.write(b'%d' % size)
        writer.close()
    async with await asyncio.start_server(count, '127.0.0.1', 0) as server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        for _ in range(50):
            writer.write(b'x' * 100_000)
            await writer.drain()
        writer.write_eof()
        print(await reader.read())
        writer.close()

async def reading():
    reader = asyncio.StreamReader(limit=4)
    reader.feed_data(b'ab\n0123456789\nxyz\n|rest')
    print(reader, await reader.readline())
    for read in reader.readline, lambda: reader.readuntil(b'|'), lambda: reader.readexactly(9):
        try:
            print(await read())
        except (ValueError, asyncio.IncompleteReadError) as e:
            print(type(e).__name__, e)
        reader.feed_eof()

for part in main, much, reading:
    asyncio.run(part())
    # expect: [b'echo a-0\n', b'echo a-1\n', b'echo a-2\n', b'']
    # expect: [b'echo b-0\n', b'echo b-1\n', b'echo b-2\n', b'']
    # expect: False ()
    # expect: [Errno 111] Connect call failed ADDRESS
    # expect: b'5000000'
    # expect: <StreamReader 20 bytes limit=4> b'ab\n'
    # expect: ValueError Separator is found, but chunk is longer than limit
    # expect: b'xyz\n|'
    # expect: IncompleteReadError 4 bytes read on a total of 9 expected bytes
