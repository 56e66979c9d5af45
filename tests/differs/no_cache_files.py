"""differs: imports
cause: compiling is fast enough, and a folder stays as it was
workaround: none needed
"""
import sys, os, tempfile
print(sys.implementation.name, sys.implementation.cache_tag, sys.dont_write_bytecode)
# expect: gilbox gilbox-311 True
with tempfile.TemporaryDirectory() as folder:
    with open(folder + '/some_module.py', 'w') as file: file.write('x = 1')
    sys.path.insert(0, folder)
    import some_module
    print(some_module.x, os.listdir(folder))  # expect: 1 ['some_module.py']
    print(some_module.__cached__.replace(folder, ''))  # expect: /__pycache__/some_module.gilbox-311.pyc
