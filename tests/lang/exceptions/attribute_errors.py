"""What the builtin exceptions refuse."""
b = Exception('a', 1)
for call in (lambda: b.add_note(5), lambda: setattr(b, 'args', 5), lambda: ValueError(x=1),
             lambda: UnicodeDecodeError('a'), lambda: OSError().nope,
             lambda: setattr(b, '__traceback__', 5), lambda: delattr(b, 'args'),
             lambda: NameError(nam='x'), lambda: ImportError(bad=1), lambda: StopIteration(v=1),
             lambda: SyntaxError('a', (1,)), lambda: BaseExceptionGroup('a', []),
             lambda: delattr(b, '__cause__')):
    try:
        print(repr(call()))
    except Exception as error:
        print(type(error).__name__, error)
        # expect: TypeError note must be a str, not 'int'
        # expect: TypeError 'int' object is not iterable
        # expect: TypeError ValueError() takes no keyword arguments
        # expect: TypeError function takes exactly 5 arguments (1 given)
        # expect: AttributeError 'OSError' object has no attribute 'nope'
        # expect: TypeError __traceback__ must be a traceback or None
        # expect: TypeError args may not be deleted
        # expect: TypeError 'nam' is an invalid keyword argument for NameError()
        # expect: TypeError 'bad' is an invalid keyword argument for ImportError()
        # expect: TypeError StopIteration() takes no keyword arguments
        # expect: TypeError function takes at least 4 arguments (1 given)
        # expect: ValueError second argument (exceptions) must be a non-empty sequence
        # expect: TypeError __cause__ may not be deleted
