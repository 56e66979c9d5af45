"""Where an embedded module has less than CPython's: see docs/language.md."""
# arguments: --as 3.11
import ast, asyncio, difflib, faulthandler, logging.config, logging.handlers, marshal, pathlib, platform
import tracemalloc
print(hasattr(ast, 'unparse'), hasattr(difflib, 'HtmlDiff'), hasattr(pathlib, 'PureWindowsPath'))
# expect: False False False
print(hasattr(asyncio, 'set_child_watcher'), hasattr(logging.config, 'fileConfig'))
# expect: False False
print([name for name in ('SMTPHandler', 'HTTPHandler', 'SysLogHandler', 'QueueHandler')
       if hasattr(logging.handlers, name)])
# expect: ['QueueHandler']
print(platform.python_implementation())  # expect: gilbox
tracemalloc.start()
kept = [bytes(100) for _ in range(1000)]
now, peak = tracemalloc.get_traced_memory()
print(now > 100000, peak >= now, tracemalloc.take_snapshot().statistics('lineno'))
# expect: True True []
tracemalloc.stop()
print(tracemalloc.is_tracing(), tracemalloc.get_traced_memory())
# expect: False (0, 0)
faulthandler.enable()
print(faulthandler.is_enabled())        # expect: True
print(marshal.loads(marshal.dumps({'a': [1, 2.5, (None, True)], 'b': 10**30, 'c': b'x'})))
# expect: {'a': [1, 2.5, (None, True)], 'b': 1000000000000000000000000000000, 'c': b'x'}
try:
    marshal.dumps(marshal.dumps.__class__)
except ValueError as e:
    print(e)
# expect: unmarshallable object
try:
    marshal.dumps((lambda: 0).__code__)
except ValueError as e:
    print(e)
# expect: unmarshallable object
