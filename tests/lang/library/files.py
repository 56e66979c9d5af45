"""io: open, read, write, seek, modes, iteration, errors."""
import io, os, tempfile
path = os.path.join(tempfile.mkdtemp(), 'file.txt')
with open(path, 'w') as f: print(f.write('line one\nline two\r\nlast é'), f.mode, f.closed,
                                 f.writable(), f.readable(), f.name == path, f.encoding)
# expect: 25 w False True False True UTF-8
with open(path) as f: print(repr(f.read()), f.read(), f.tell() > 0, f.seek(0), f.readline(),
                            repr(f.readline()), f.readlines())
# expect: 'line one\nline two\nlast é'  True 0 line one
# expect:  'line two\n' ['last é']
with open(path, newline='') as f: print([*f])  # expect: ['line one\n', 'line two\r\n', 'last é']
with open(path, 'rb') as f: print(f.read(4), f.peek(2)[:2], f.seek(-2, 2), f.read(), f.seek(0),
                                  f.readinto(bytearray(3)), f.tell(), type(f).__name__,
                                  type(f.raw).__name__)
# expect: b'line' b' o' 24 b'\xc3\xa9' 0 3 3 BufferedReader FileIO
with open(path, 'a') as f: f.write('\nmore'); f.writelines(['\nx', '\ny'])
with open(path, 'r+') as f: f.seek(0); f.write('LINE'); f.flush(); f.seek(0); print(f.read().split('\n'))
# expect: ['LINE one', 'line two', 'last é', 'more', 'x', 'y']
with open(path, 'rb+') as f: f.truncate(4); f.seek(0,
        2); f.write(b'!'); f.seek(0); print(f.read())  # expect: b'LINE!'
with open(path, 'wb', buffering=0) as f: print(f.write(b'raw'), type(f).__name__)
# expect: 3 FileIO
print(open(path).read(), os.path.getsize(path))  # expect: raw 3
print(sum(1 for _ in open(path)))       # expect: 1
print(open(path, encoding='ascii').read(2))  # expect: ra
for call in (lambda: open('/no/such/file'), lambda: open(path, 'q'), lambda: open(path, 'rw'),
             lambda: open(path, 'r').write('x'), lambda: open(path, 'w').read(),
             lambda: open('/'), lambda: open(path, 'x'),
             lambda: open(path, 'rb', encoding='utf-8'), lambda: f.read(),
             lambda: open(path, 'r', buffering=0), lambda: open(5.5),
             lambda: open(path, 'rb').write(b'x'), lambda: open(path, 'wb').write('text'),
             lambda: open(path, 'w').write(b'b'), lambda: open(path, encoding='nonsense'),
             lambda: open('a\0b'), lambda: open(-1), lambda: open(path, '')):
    try: print(call())
    except Exception as e: print(type(e).__name__, str(e).replace(path, 'PATH'))
    # expect: FileNotFoundError [Errno 2] No such file or directory: '/no/such/file'
    # expect: ValueError invalid mode: 'q'
    # expect: ValueError must have exactly one of create/read/write/append mode
    # expect: UnsupportedOperation not writable
    # expect: UnsupportedOperation not readable
    # expect: IsADirectoryError [Errno 21] Is a directory: '/'
    # expect: FileExistsError [Errno 17] File exists: 'PATH'
    # expect: ValueError binary mode doesn't take an encoding argument
    # expect: ValueError I/O operation on closed file
    # expect: ValueError can't have unbuffered text I/O
    # expect: TypeError expected str, bytes or os.PathLike object, not float
    # expect: UnsupportedOperation write
    # expect: TypeError a bytes-like object is required, not 'str'
    # expect: TypeError write() argument must be str, not bytes
    # expect: LookupError unknown encoding: nonsense
    # expect: ValueError embedded null byte
    # expect: ValueError negative file descriptor
    # expect: ValueError Must have exactly one of create/read/write/append mode and at most one plus
open(path, 'wb').write(b'a\xffb')
try: open(path).read()
except UnicodeDecodeError as e: print(e)
# expect: 'utf-8' codec can't decode byte 0xff in position 1: invalid start byte
print(ascii(open(path, errors='replace').read()))  # expect: 'a\ufffdb'
print(ascii(open(path, errors='surrogateescape').read()))  # expect: 'a\udcffb'
os.remove(path)
