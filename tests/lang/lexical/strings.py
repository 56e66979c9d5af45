"""Prefixes, escapes and joining of literals."""
print('a' "b" '''c''' """d""")          # expect: abcd
print(r'\n', R"\x", len(r'\'' ))        # expect: \n \x 2
print(ascii('\u00e9\U0001F600\N{BULLET}'))  # expect: '\xe9\U0001f600\u2022'
print(ascii('\0\1\12\x7f\a\b\f\v\t\r\\\'"'))  # expect: '\x00\x01\n\x7f\x07\x08\x0c\x0b\t\r\\\'"'
print(ascii('\101\1234\777'))           # expect: 'AS4\u01ff'
print(b'\xff\0a', rb'\xff', Rb'\\', bR'\n', br"\'")
# expect: b'\xff\x00a' b'\\xff' b'\\\\' b'\\n' b"\\'"
print('one\
 two')                                  # expect: one two
print('''first
second''')
# expect: first
# expect: second
print(u'old', len('\N{LATIN SMALL LETTER E WITH ACUTE}'))  # expect: old 1
print('tab\there', "it's", 'a "word"')  # expect: tab	here it's a "word"
print(repr("it's"), repr('a "b" \'c\''))  # expect: "it's" 'a "b" \'c\''
for source in (r"'\x1'", r"'\u12'", r"'\N{no such}'", r"'\U00110000'", "'abc", "b'\u00e9'",
               r"b'\x'", "b'a' 'b'"):
    try:
        print(eval(source))
    except SyntaxError as error:
        print(error.msg)
        # expect: (unicode error) 'unicodeescape' codec can't decode bytes in position 0-2: truncated \xXX escape
        # expect: (unicode error) 'unicodeescape' codec can't decode bytes in position 0-3: truncated \uXXXX escape
        # expect: (unicode error) 'unicodeescape' codec can't decode bytes in position 0-10: unknown Unicode character name
        # expect: (unicode error) 'unicodeescape' codec can't decode bytes in position 0-9: illegal Unicode character
        # expect: unterminated string literal (detected at line 1)
        # expect: bytes can only contain ASCII literal characters
        # expect: (value error) invalid \x escape at position 0
        # expect: cannot mix bytes and nonbytes literals
