"""asyncio: child processes: their pipes, their status, their end."""
# real: it starts programs
import asyncio
from asyncio.subprocess import PIPE

async def main():
    start = asyncio.create_subprocess_exec
    cat = await start('cat', stdin=PIPE, stdout=PIPE)
    print(await cat.communicate(b'hello' * 3), cat.returncode)
    shell = await asyncio.create_subprocess_shell('echo out; echo err >&2; exit 3', stdout=PIPE,
                                                  stderr=PIPE)
    print(await shell.communicate(), await shell.wait())
    cat = await start('cat', stdin=PIPE, stdout=PIPE)
    cat.stdin.write(b'a line\nand more')
    await cat.stdin.drain()
    print(await cat.stdout.readline(), cat.returncode)
    cat.stdin.close()
    print([line async for line in cat.stdout], await cat.wait())
    sleeper = await start('sleep', '60')
    try:
        await asyncio.wait_for(sleeper.wait(), 0.01)
    except TimeoutError:
        sleeper.terminate()
        print('too late', await sleeper.wait())
    try:
        sleeper.kill()
    except ProcessLookupError as e:
        print(repr(e))
    try:
        await start('/no/such/program')
    except FileNotFoundError as e:
        print(e)
    many = [await start('echo', str(n), stdout=PIPE) for n in range(5)]
    print([out for out, _ in await asyncio.gather(*[child.communicate() for child in many])])

asyncio.run(main())
# expect: (b'hellohellohello', None) 0
# expect: (b'out\n', b'err\n') 3
# expect: b'a line\n' None
# expect: [b'and more'] 0
# expect: too late -15
# expect: ProcessLookupError()
# expect: [Errno 2] No such file or directory: '/no/such/program'
# expect: [b'0\n', b'1\n', b'2\n', b'3\n', b'4\n']
