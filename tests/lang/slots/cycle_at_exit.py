"""An object without slots keeps its class in a cycle that no collection sees: it ends with the program."""
import sys
class Empty:
    __slots__ = ()
    registry = {}
    def method(self): return len
Empty.registry[Empty()] = [Empty.method, sys]
print(len(Empty.registry))      # expect: 1
sys.kept = Empty()
