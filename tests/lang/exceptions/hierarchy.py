"""The tree of builtin exceptions."""
import builtins
def tree(cls, depth=0):
    print('  ' * depth + cls.__name__)
    for sub in sorted(cls.__subclasses__(), key=lambda c: c.__name__):
        if sub.__module__ == 'builtins': tree(sub, depth + 1)
tree(ArithmeticError); tree(LookupError); tree(RuntimeError); tree(ImportError); tree(NameError); tree(ValueError); tree(SyntaxError)
# expect: ArithmeticError
# expect:   FloatingPointError
# expect:   OverflowError
# expect:   ZeroDivisionError
# expect: LookupError
# expect:   IndexError
# expect:   KeyError
# expect: RuntimeError
# expect:   NotImplementedError
# expect:   RecursionError
# expect: ImportError
# expect:   ModuleNotFoundError
# expect: NameError
# expect:   UnboundLocalError
# expect: ValueError
# expect:   UnicodeError
# expect:     UnicodeDecodeError
# expect:     UnicodeEncodeError
# expect:     UnicodeTranslateError
# expect: SyntaxError
# expect:   IndentationError
# expect:     TabError
print([c.__name__ for c in BaseException.__subclasses__() if c.__module__ == 'builtins'])
# expect: ['BaseExceptionGroup', 'Exception', 'GeneratorExit', 'KeyboardInterrupt', 'SystemExit']
print(EnvironmentError is OSError)      # expect: True
print(IOError is OSError)               # expect: True
print(sum(isinstance(v, type) and issubclass(v, BaseException) for v in vars(builtins).values()))
# expect: 69
print([e.__name__ for e in ConnectionResetError.__mro__])
# expect: ['ConnectionResetError', 'ConnectionError', 'OSError', 'Exception', 'BaseException', 'object']
print(issubclass(UserWarning, Warning))  # expect: True
print(*sorted(c.__name__ for c in OSError.__subclasses__() if c.__module__ == 'builtins'))
# expect: BlockingIOError ChildProcessError ConnectionError FileExistsError FileNotFoundError InterruptedError IsADirectoryError NotADirectoryError PermissionError ProcessLookupError TimeoutError
print(*sorted(c.__name__ for c in Warning.__subclasses__() if c.__module__ == 'builtins'))
# expect: BytesWarning DeprecationWarning EncodingWarning FutureWarning ImportWarning PendingDeprecationWarning ResourceWarning RuntimeWarning SyntaxWarning UnicodeWarning UserWarning
print(ExceptionGroup.__mro__)
# expect: (<class 'ExceptionGroup'>, <class 'BaseExceptionGroup'>, <class 'Exception'>, <class 'BaseException'>, <class 'object'>)
