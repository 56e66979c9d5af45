"""differs: lock
cause: scripts of the tick lock's time use these; Python 3.9 took them away
workaround: sys.setswitchinterval
"""
# arguments: --as 2.7
# arguments: --as 3.12
import sys
print(hasattr(sys, 'getcheckinterval'), sys.getcheckinterval())  # expect: True 100
sys.setcheckinterval(50)
print(sys.getcheckinterval())           # expect: 50
