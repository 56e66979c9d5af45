"""pathlib: paths as text, and what is in folders."""
import tempfile
from pathlib import Path, PurePath, PurePosixPath
p = PurePath('/usr//lib/./x/../python3.11/site.tar.gz')
print(p, repr(p), p.parts, p.name, p.stem, p.suffix, p.suffixes, p.parent, p.root)
# expect: /usr/lib/x/../python3.11/site.tar.gz PurePosixPath('/usr/lib/x/../python3.11/site.tar.gz') ('/', 'usr', 'lib', 'x', '..', 'python3.11', 'site.tar.gz') site.tar.gz site.tar .gz ['.tar', '.gz'] /usr/lib/x/../python3.11 /
print([str(each) for each in p.parents], p.relative_to('/usr/lib'), p.is_relative_to('/var'))
# expect: ['/usr/lib/x/../python3.11', '/usr/lib/x/..', '/usr/lib/x', '/usr/lib', '/usr', '/'] x/../python3.11/site.tar.gz False
print(p / 'a' / '/b', 'x' / PurePath('y'), p.with_name('n'), p.with_suffix('.zip'), p.with_stem('s'))
# expect: /b x/y /usr/lib/x/../python3.11/n /usr/lib/x/../python3.11/site.tar.zip /usr/lib/x/../python3.11/s.gz
print(p.match('*.gz'), p.match('python*/*.gz'), p.match('/a'), PurePath('a') < PurePath('b'))
# expect: True True False True
print(PurePath() == PurePath('.'), PurePath('//a'), PurePath('///a').as_uri(), hash(p) == hash(p / ''))
# expect: True //a file:///a True
with tempfile.TemporaryDirectory() as name:
    root = Path(name)
    (root / 'a' / 'b').mkdir(parents=True)
    (root / 'a' / 'b').mkdir(exist_ok=True)
    file = root / 'a' / 'f.txt'
    print(file.write_text('hello\nworld\n'), file.read_bytes(), file.stat().st_size)
    # expect: 12 b'hello\nworld\n' 12
    (root / 'a' / 'b' / 'g.py').touch()
    (root / 'link').symlink_to(root / 'a')
    def shown(paths): return sorted(str(each.relative_to(root)) for each in paths)
    print(shown(root.iterdir()), shown(root.glob('**/*.py')), shown(root.rglob('*.txt')))
    # expect: ['a', 'link'] ['a/b/g.py'] ['a/f.txt']
    print(shown(root.glob('*/b')), shown(root.glob('a/*')), shown(root.glob('a/nosuch')))
    # expect: ['a/b', 'link/b'] ['a/b', 'a/f.txt'] []
    print(file.exists(), file.is_file(), root.is_dir(), (root / 'link').is_symlink())
    # expect: True True True True
    print((root / 'link' / 'f.txt').resolve() == file.resolve(), file.samefile(root / 'link/f.txt'))
    # expect: True True
    print(file.rename(file.with_suffix('.md')).name, file.exists())  # expect: f.md False
    with (root / 'a' / 'f.md').open() as lines:
        print(list(lines))              # expect: ['hello\n', 'world\n']
    for call in (lambda: file.unlink(), lambda: (root / 'a').mkdir(), lambda: (root / 'a').rmdir(),
                 lambda: p.relative_to('/var'), lambda: p.with_suffix('x'), lambda: root.glob('')):
        try:
            print(*(call() or ()))
        except (OSError, ValueError) as e:
            print(type(e).__name__, str(e).replace(name, '')[:60])
            # expect: FileNotFoundError [Errno 2] No such file or directory: '/a/f.txt'
            # expect: FileExistsError [Errno 17] File exists: '/a'
            # expect: OSError [Errno 39] Directory not empty: '/a'
            # expect: ValueError '/usr/lib/x/../python3.11/site.tar.gz' is not in the subpath
            # expect: ValueError Invalid suffix 'x'
            # expect: ValueError Unacceptable pattern: ''
    file.unlink(missing_ok=True)
