"""Whether x += 1 loses updates depends on where the lock is looked at; a call in it always loses."""
# arguments: --as 2.7
# arguments: --as 3.9
# arguments: --as 3.12
import sys, threading
