"""Finalizers run when the last reference goes; __new__ may give what it likes."""
class Del:
    def __del__(self): print('deleted')
Del()                                   # expect: deleted
d = Del()
d = None                                # expect: deleted
print('end')                            # expect: end
class Singleton:
    it = None
    def __new__(cls):
        cls.it = cls.it or super().__new__(cls)
        return cls.it
print(Singleton() is Singleton())       # expect: True
