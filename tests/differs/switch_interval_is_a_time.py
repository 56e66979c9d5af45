"""differs: lock
cause: CPython stores nonsense for these
workaround: none needed
"""
import sys
for interval in float('nan'), 0, -1:
    try: print(sys.setswitchinterval(interval))
    except ValueError as error: print(error)
# expect: switch interval must be strictly positive
# expect: switch interval must be strictly positive
# expect: switch interval must be strictly positive
