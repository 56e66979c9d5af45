"""Constants and functions for interpreting the results of os.stat()."""

# Indices of the fields of a stat_result.
ST_MODE, ST_INO, ST_DEV, ST_NLINK, ST_UID, ST_GID, ST_SIZE, ST_ATIME, ST_MTIME, ST_CTIME = range(10)

# File types.
S_IFDIR = 0o040000
S_IFCHR = 0o020000
S_IFBLK = 0o060000
S_IFREG = 0o100000
S_IFIFO = 0o010000
S_IFLNK = 0o120000
S_IFSOCK = 0o140000
S_IFDOOR = S_IFPORT = S_IFWHT = 0

# Permissions.
S_ISUID, S_ISGID, S_ENFMT, S_ISVTX = 0o4000, 0o2000, 0o2000, 0o1000
S_IREAD, S_IWRITE, S_IEXEC = 0o400, 0o200, 0o100
S_IRWXU, S_IRUSR, S_IWUSR, S_IXUSR = 0o700, 0o400, 0o200, 0o100
S_IRWXG, S_IRGRP, S_IWGRP, S_IXGRP = 0o070, 0o040, 0o020, 0o010
S_IRWXO, S_IROTH, S_IWOTH, S_IXOTH = 0o007, 0o004, 0o002, 0o001

# Flags of BSD systems.
UF_NODUMP, UF_IMMUTABLE, UF_APPEND, UF_OPAQUE = 1, 2, 4, 8
UF_NOUNLINK, UF_COMPRESSED, UF_HIDDEN = 0x10, 0x20, 0x8000
SF_ARCHIVED, SF_IMMUTABLE, SF_APPEND = 0x10000, 0x20000, 0x40000
SF_NOUNLINK, SF_SNAPSHOT = 0x100000, 0x200000

# Attributes of Windows files.
(FILE_ATTRIBUTE_READONLY, FILE_ATTRIBUTE_HIDDEN, FILE_ATTRIBUTE_SYSTEM, _,
 FILE_ATTRIBUTE_DIRECTORY, FILE_ATTRIBUTE_ARCHIVE, FILE_ATTRIBUTE_DEVICE, FILE_ATTRIBUTE_NORMAL,
 FILE_ATTRIBUTE_TEMPORARY, FILE_ATTRIBUTE_SPARSE_FILE, FILE_ATTRIBUTE_REPARSE_POINT,
 FILE_ATTRIBUTE_COMPRESSED, FILE_ATTRIBUTE_OFFLINE, FILE_ATTRIBUTE_NOT_CONTENT_INDEXED,
 FILE_ATTRIBUTE_ENCRYPTED, FILE_ATTRIBUTE_INTEGRITY_STREAM, FILE_ATTRIBUTE_VIRTUAL,
 FILE_ATTRIBUTE_NO_SCRUB_DATA) = (1 << bit for bit in range(18))


def S_IMODE(mode):
    """Of a mode, what os.chmod() can change."""
    return mode & 0o7777


def S_IFMT(mode):
    """Of a mode, what kind of file it is."""
    return mode & 0o170000


def _test(name, kind, question):
    """A function that tells whether a mode is of this kind. No file is of kind 0."""
    def test(mode):
        return kind != 0 and S_IFMT(mode) == kind
    test.__name__ = test.__qualname__ = name
    test.__doc__ = question
    return test


S_ISDIR = _test('S_ISDIR', S_IFDIR, 'A folder?')
S_ISCHR = _test('S_ISCHR', S_IFCHR, 'A device of characters?')
S_ISBLK = _test('S_ISBLK', S_IFBLK, 'A device of blocks?')
S_ISREG = _test('S_ISREG', S_IFREG, 'An ordinary file?')
S_ISFIFO = _test('S_ISFIFO', S_IFIFO, 'A pipe with a name?')
S_ISLNK = _test('S_ISLNK', S_IFLNK, 'A symbolic link?')
S_ISSOCK = _test('S_ISSOCK', S_IFSOCK, 'A socket?')
S_ISDOOR = _test('S_ISDOOR', S_IFDOOR, 'A door? (Solaris)')
S_ISPORT = _test('S_ISPORT', S_IFPORT, 'An event port? (Solaris)')
S_ISWHT = _test('S_ISWHT', S_IFWHT, 'A whiteout? (BSD)')


_TYPE_LETTERS = {S_IFLNK: 'l', S_IFSOCK: 's', S_IFREG: '-', S_IFBLK: 'b', S_IFDIR: 'd',
                 S_IFCHR: 'c', S_IFIFO: 'p'}


def filemode(mode):
    """The mode as ls shows it: -rwxr-xr-x."""
    text = _TYPE_LETTERS.get(S_IFMT(mode), '?')
    for shift, special, letter in (6, S_ISUID, 's'), (3, S_ISGID, 's'), (0, S_ISVTX, 't'):
        bits = mode >> shift
        last = 'x' if bits & 1 else '-'
        if mode & special:
            last = letter if bits & 1 else letter.upper()
        text += ('r' if bits & 4 else '-') + ('w' if bits & 2 else '-') + last
    return text
