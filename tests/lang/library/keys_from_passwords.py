"""Keys from passwords: hashlib.pbkdf2_hmac and hashlib.scrypt."""
import hashlib


def scrypt(password, **options):
    try:
        return hashlib.scrypt(password, **options).hex()
    except (TypeError, ValueError, OverflowError) as error:
        return f'{type(error).__name__}: {error}'


print(hashlib.pbkdf2_hmac('sha1', b'password', b'salt', 2).hex())
# expect: ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957
print(hashlib.pbkdf2_hmac('sha512', b'', b'salt', 3, dklen=70).hex()[-20:])
# expect: 9575a46cac3cb73c1f1e

print(scrypt(b'', salt=b'', n=16, r=1, p=1, dklen=32))
# expect: 77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442
print(scrypt(b'password', salt=b'NaCl', n=1024, r=8, p=16)[:32])
# expect: fdbabe1c9d3472007856e7190d01e9fe
print(scrypt(b'pw', salt=bytearray(b's'), n=2, r=3, p=2, dklen=1))  # expect: 2a
print(len(hashlib.scrypt(b'x', salt=b'y', n=4, r=1, p=1)))  # expect: 64

print(scrypt('text', salt=b's', n=16, r=8, p=1))
# expect: TypeError: a bytes-like object is required, not 'str'
print(scrypt(b'p', n=16, r=8, p=1))     # expect: TypeError: salt is required
print(scrypt(b'p', salt=b's', r=8, p=1))
# expect: TypeError: n is required and must be an unsigned int
print(scrypt(b'p', salt=b's', n='a', r=8, p=1))
# expect: TypeError: scrypt() argument 'n' must be int, not str
print(scrypt(b'p', salt=b's', n=2, p=1))
# expect: TypeError: r is required and must be an unsigned int
print(scrypt(b'p', salt=b's', n=2, r=8, p=-1))
# expect: TypeError: p is required and must be an unsigned int
for n in 0, 1, 15, 2 ** 70:
    print(n, scrypt(b'p', salt=b's', n=n, r=8, p=1))
    # expect: 0 ValueError: n must be a power of 2.
    # expect: 1 ValueError: n must be a power of 2.
    # expect: 15 ValueError: n must be a power of 2.
    # expect: 1180591620717411303424 TypeError: n is required and must be an unsigned int
print(scrypt(b'p', salt=b's', n=16, r=0, p=1))
# expect: ValueError: Invalid parameter combination for n, r, p, maxmem.
print(scrypt(b'p', salt=b's', n=16, r=8, p=1, dklen=0))
# expect: ValueError: dklen must be greater than 0 and smaller than 2147483647
print(scrypt(b'p', salt=b's', n=16, r=8, p=1, maxmem=-1))
# expect: ValueError: maxmem must be positive and smaller than 2147483647

# How much memory one may ask for.
for options in ({'n': 2 ** 15, 'r': 8, 'p': 1}, {'n': 2 ** 16, 'r': 1, 'p': 1},
                {'n': 16, 'r': 8, 'p': 2 ** 27}, {'n': 2 ** 62, 'r': 8, 'p': 1},
                {'n': 16, 'r': 8, 'p': 1, 'maxmem': 128 * 8 * 19 - 1},
                {'n': 16, 'r': 8, 'p': 1, 'maxmem': 128 * 8 * 19}):
    print(scrypt(b'p', salt=b's', **options)[:32])
    # expect: ValueError: [digital envelope ro
    # expect: ValueError: [digital envelope ro
    # expect: ValueError: [digital envelope ro
    # expect: ValueError: [digital envelope ro
    # expect: ValueError: [digital envelope ro
    # expect: 4efe92b5bba5ee1837b4b02b67dc2dbd
