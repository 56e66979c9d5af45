"""Files are the disk's to read; what is written stays in memory."""
import os, shutil, tempfile
here = os.path.dirname(os.path.abspath(__file__))
copy = os.path.join(here, 'copy-of-me.py')
shutil.copy(__file__, copy)
with open(copy) as a, open(__file__) as b:
    print(a.read() == b.read())                            # expect: True
print(os.path.basename(copy) in os.listdir(here))          # expect: True
os.rename(__file__, copy)
print(os.path.exists(__file__), os.path.exists(copy))      # expect: False True
os.remove(copy)
folder = tempfile.mkdtemp()
os.makedirs(os.path.join(folder, 'a/b/c'))
os.chdir(folder)
with open('a/b/file', 'w') as f:
    f.write('one\ntwo\n')
os.symlink('b/file', 'a/link')
os.rename('a/b', 'a/moved')
try: open('a/link')
except FileNotFoundError as e: print(e.strerror)           # expect: No such file or directory
os.rename('a/moved', 'a/b')
print(open('a/link').readlines())                          # expect: ['one\n', 'two\n']
print([(root, sorted(dirs), files) for root, dirs, files in os.walk('.')])
# expect: [('.', ['a'], []), ('./a', ['b'], ['link']), ('./a/b', ['c'], ['file']), ('./a/b/c', [], [])]
print(os.stat('a/link').st_size, oct(os.lstat('a/link').st_mode))  # expect: 8 0o120777
os.chmod('a/b/file', 0o400)
try: open('a/link', 'a')
except PermissionError as e: print(e.strerror)             # expect: Permission denied
shutil.rmtree('a')
print(os.listdir('.'))                                     # expect: []
print(os.path.samefile(os.path.expanduser('~'), '/home/user'))  # expect: True
with open(os.devnull, 'w') as f:
    print(f.write('gone'))                                 # expect: 4
