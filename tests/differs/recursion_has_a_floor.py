"""differs: limits
cause: a script must not bring the VM down: frames end at 256 MiB, whatever the limit
workaround: a loop with a stack of its own
"""
import sys
sys.setrecursionlimit(10 ** 9)
deepest = 0
def down(n):
    global deepest
    deepest = n
    down(n + 1)
try: down(0)
except RecursionError as error: print(error)  # expect: maximum recursion depth exceeded
print(deepest > 100_000)                # expect: True
