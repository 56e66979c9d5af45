"""sys.setswitchinterval and setcheckinterval: values and errors."""
import sys
print(sys.getswitchinterval())          # expect: 0.005
sys.setswitchinterval(0.25)
print(sys.getswitchinterval())          # expect: 0.25
sys.setswitchinterval(1e-6); print(sys.getswitchinterval())  # expect: 1e-06
sys.setswitchinterval(1); print(sys.getswitchinterval())  # expect: 1.0
for value in (0, -1, 0.0, -0.5, 'a', None):
    try: print(sys.setswitchinterval(value), sys.getswitchinterval())
    except Exception as e: print(type(e).__name__, e)
    # expect: ValueError switch interval must be strictly positive
    # expect: ValueError switch interval must be strictly positive
    # expect: ValueError switch interval must be strictly positive
    # expect: ValueError switch interval must be strictly positive
    # expect: TypeError must be real number, not str
    # expect: TypeError must be real number, not NoneType
print(sys.getswitchinterval())          # expect: 1.0
