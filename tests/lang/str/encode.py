"""encode and its error handlers."""
s = 'aé€\U0001F600'
for encoding in ('utf-8', 'utf-16-le', 'utf-32-be', 'utf-16', 'utf-8-sig', 'utf-7',
                 'unicode_escape', 'raw_unicode_escape', 'punycode'):
    print(encoding, s.encode(encoding))
    # expect: utf-8 b'a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80'
    # expect: utf-16-le b'a\x00\xe9\x00\xac =\xd8\x00\xde'
    # expect: utf-32-be b'\x00\x00\x00a\x00\x00\x00\xe9\x00\x00 \xac\x00\x01\xf6\x00'
    # expect: utf-16 b'\xff\xfea\x00\xe9\x00\xac =\xd8\x00\xde'
    # expect: utf-8-sig b'\xef\xbb\xbfa\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80'
    # expect: utf-7 b'a+AOkgrNg93gA-'
    # expect: unicode_escape b'a\\xe9\\u20ac\\U0001f600'
    # expect: raw_unicode_escape b'a\xe9\\u20ac\\U0001f600'
    # expect: punycode b'a-bga705vhl60b'
for errors in ('ignore', 'replace', 'backslashreplace', 'xmlcharrefreplace', 'namereplace'):
    print(errors, s.encode('ascii', errors))
    print(s.encode('latin-1', errors))
# expect: ignore b'a'
# expect: b'a\xe9'
# expect: replace b'a???'
# expect: b'a\xe9??'
# expect: backslashreplace b'a\\xe9\\u20ac\\U0001f600'
# expect: b'a\xe9\\u20ac\\U0001f600'
# expect: xmlcharrefreplace b'a&#233;&#8364;&#128512;'
# expect: b'a\xe9&#8364;&#128512;'
# expect: namereplace b'a\\N{LATIN SMALL LETTER E WITH ACUTE}\\N{EURO SIGN}\\N{GRINNING FACE}'
# expect: b'a\xe9\\N{EURO SIGN}\\N{GRINNING FACE}'
print('\ud800'.encode('utf-8', 'surrogatepass'))  # expect: b'\xed\xa0\x80'
print(b'\xff'.decode('ascii', 'surrogateescape').encode('ascii', 'surrogateescape'))
# expect: b'\xff'
for call in (lambda: s.encode('ascii'), lambda: s.encode('latin-1'), lambda: '\ud800'.encode(),
             lambda: s.encode('nonsense'),
             lambda: s.encode('ascii', 'nonsense'), lambda: 'a'.encode('hex'),
             lambda: 'a'.encode(5), lambda: b'\xc3'.decode(),
             lambda: b'a\x80b'.decode(), lambda: b'\xed\xa0\x80'.decode(),
             lambda: b'\xf4\x90\x80\x80'.decode(), lambda: b'abc'.decode('utf-16')):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
        # expect: UnicodeEncodeError 'ascii' codec can't encode characters in position 1-3: ordinal not in range(128)
        # expect: UnicodeEncodeError 'latin-1' codec can't encode characters in position 2-3: ordinal not in range(256)
        # expect: UnicodeEncodeError 'utf-8' codec can't encode character '\ud800' in position 0: surrogates not allowed
        # expect: LookupError unknown encoding: nonsense
        # expect: LookupError unknown error handler name 'nonsense'
        # expect: LookupError 'hex' is not a text encoding; use codecs.encode() to handle arbitrary codecs
        # expect: TypeError encode() argument 'encoding' must be str, not int
        # expect: UnicodeDecodeError 'utf-8' codec can't decode byte 0xc3 in position 0: unexpected end of data
        # expect: UnicodeDecodeError 'utf-8' codec can't decode byte 0x80 in position 1: invalid start byte
        # expect: UnicodeDecodeError 'utf-8' codec can't decode byte 0xed in position 0: invalid continuation byte
        # expect: UnicodeDecodeError 'utf-8' codec can't decode byte 0xf4 in position 0: invalid continuation byte
        # expect: UnicodeDecodeError 'utf-16-le' codec can't decode byte 0x63 in position 2: truncated data
try:
    'xé€y'.encode('latin-1')
except UnicodeEncodeError as error:
    print(error.encoding, error.start, error.end)  # expect: latin-1 2 3
    print(error.reason, error.object == 'xé€y')  # expect: ordinal not in range(256) True
    print(error.args[1:])               # expect: ('xé€y', 2, 3, 'ordinal not in range(256)')
