'a' "b" r'\c' u'd' '''e
f''' """\"""" '\N{DIGIT ONE}\x41\u00e9\U0001f600\101\
'
b'a\xff' rb'\x' Br"" b'''x
'''
'\d' b'\q' '\400'
