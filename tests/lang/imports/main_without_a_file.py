"""__main__ of a program without a file looks like a built-in module."""
import subprocess
import sys
print(subprocess.run([sys.executable, '-c', 'import __main__; print(__main__)'],
                     capture_output=True, text=True).stdout, end='')
# expect: <module '__main__' (built-in)>
print(subprocess.run([sys.executable, '-W', 'always', '-c', 'file = open("/dev/null")'],
                     capture_output=True, text=True).stderr[:52])
# expect: sys:1: ResourceWarning: unclosed file <_io.TextIOWra
