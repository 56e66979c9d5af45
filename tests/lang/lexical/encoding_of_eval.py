"""Source given as bytes: its declared encoding, marks, line ends."""
print(eval(b'"\xc3\xa9"') == 'é')       # expect: True
space = {}
exec(b'# -*- coding: latin-1 -*-\nx = "\xe9"', space)
print(ascii(space['x']))                # expect: '\xe9'
exec(b'\xef\xbb\xbfx = 1', space)
print(space['x'])                       # expect: 1
exec('x = 1\r\ny = 2\rz = 3\n', space)
print(space['y'], space['z'])           # expect: 2 3
print(repr(eval("'''a\r\nb\rc'''")))    # expect: 'a\nb\nc'
for source in (b'x = "\xff"', b'# coding: nonsense\nx', 'a\0b', b'\xff'):
    try:
        exec(source)
    except (SyntaxError, ValueError) as error:
        print(type(error).__name__, error)
        # expect: SyntaxError (unicode error) 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte (<string>, line 1)
        # expect: SyntaxError unknown encoding: nonsense (<string>, line 0)
        # expect: SyntaxError source code string cannot contain null bytes
        # expect: SyntaxError (unicode error) 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte (<string>, line 1)
