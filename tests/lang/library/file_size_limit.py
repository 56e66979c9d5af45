"""A file that grows beyond the limit is an OSError, not the end of the program."""
# real: the virtual machine sets no limits
import errno, os, resource, signal, tempfile
print(signal.getsignal(signal.SIGXFSZ) == signal.SIG_IGN)  # expect: True
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
with tempfile.TemporaryFile(buffering=0) as file:
    print(file.write(b'x' * 2000))       # expect: 1000
    try: file.write(b'x')
    except OSError as error: print(errno.errorcode[error.errno])  # expect: EFBIG
resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
