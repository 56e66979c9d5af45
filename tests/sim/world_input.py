"""Standard input is a file, or the host's."""
# arguments: --stdin tests/sim/world_pages.net
# arguments:
# stdin: # The pages of tests/sim/world_pages.py
# stdin: from the host
import sys
print(input())  # expect: # The pages of tests/sim/world_pages.py
print(len(sys.stdin.readlines()) > 0)  # expect: True
try: input()
except EOFError as error: print(error)  # expect: EOF when reading a line
