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
FILE_ATTRIBUTE_ARCHIVE = 32
FILE_ATTRIBUTE_COMPRESSED = 2048
FILE_ATTRIBUTE_DEVICE = 64
FILE_ATTRIBUTE_DIRECTORY = 16
FILE_ATTRIBUTE_ENCRYPTED = 16384
FILE_ATTRIBUTE_HIDDEN = 2
FILE_ATTRIBUTE_INTEGRITY_STREAM = 32768
FILE_ATTRIBUTE_NORMAL = 128
FILE_ATTRIBUTE_NOT_CONTENT_INDEXED = 8192
FILE_ATTRIBUTE_NO_SCRUB_DATA = 131072
FILE_ATTRIBUTE_OFFLINE = 4096
FILE_ATTRIBUTE_READONLY = 1
FILE_ATTRIBUTE_REPARSE_POINT = 1024
FILE_ATTRIBUTE_SPARSE_FILE = 512
FILE_ATTRIBUTE_SYSTEM = 4
FILE_ATTRIBUTE_TEMPORARY = 256
FILE_ATTRIBUTE_VIRTUAL = 65536


def S_IMODE(mode):
    """Return the portion of the file's mode that can be set by os.chmod()."""
    return mode & 0o7777


def S_IFMT(mode):
    """Return the portion of the file's mode that describes the file type."""
    return mode & 0o170000


def S_ISDIR(mode):
    """A folder?"""
    return S_IFMT(mode) == S_IFDIR


def S_ISCHR(mode):
    """A device of characters?"""
    return S_IFMT(mode) == S_IFCHR


def S_ISBLK(mode):
    """A device of blocks?"""
    return S_IFMT(mode) == S_IFBLK


def S_ISREG(mode):
    """An ordinary file?"""
    return S_IFMT(mode) == S_IFREG


def S_ISFIFO(mode):
    """A pipe with a name?"""
    return S_IFMT(mode) == S_IFIFO


def S_ISLNK(mode):
    """A symbolic link?"""
    return S_IFMT(mode) == S_IFLNK


def S_ISSOCK(mode):
    """A socket?"""
    return S_IFMT(mode) == S_IFSOCK


def S_ISDOOR(mode):
    """A door? (Solaris)"""
    return False


def S_ISPORT(mode):
    """An event port? (Solaris)"""
    return False


def S_ISWHT(mode):
    """A whiteout? (BSD)"""
    return False


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
