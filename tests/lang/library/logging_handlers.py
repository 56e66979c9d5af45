"""logging.handlers and logging.config: queues, rotation, buffers, dictConfig."""
import io, logging, logging.config, logging.handlers, os, queue, sys, tempfile
out = io.StringIO()
stream = logging.StreamHandler(out)
def logger(name, handler):
    result = logging.getLogger(name)
    result.propagate = False
    result.addHandler(handler)
    return result
waiting = queue.Queue()
listener = logging.handlers.QueueListener(waiting, stream)
listener.start()
q = logger('q', logging.handlers.QueueHandler(waiting))
for i in range(3):
    q.error('message %d', i)
listener.stop()
print(out.getvalue().split('\n'))       # expect: ['message 0', 'message 1', 'message 2', '']
with tempfile.TemporaryDirectory() as folder:
    rotating = logging.handlers.RotatingFileHandler(os.path.join(folder, 'log'), maxBytes=40,
                                                    backupCount=2)
    r = logger('r', rotating)
    for i in range(9):
        r.warning('message number %d', i)
    rotating.close()
    for name in sorted(os.listdir(folder)):
        print(name, open(os.path.join(folder, name)).read().split('\n'))
        # expect: log ['message number 8', '']
        # expect: log.1 ['message number 6', 'message number 7', '']
        # expect: log.2 ['message number 4', 'message number 5', '']
out.truncate(0), out.seek(0)
memory = logging.handlers.MemoryHandler(10, target=stream)
m = logger('m', memory)
m.warning('kept')
print(repr(out.getvalue()))             # expect: ''
m.error('out with it')
print(repr(out.getvalue()))             # expect: 'kept\nout with it\n'
logging.config.dictConfig({
    'version': 1, 'disable_existing_loggers': False,
    'formatters': {'f': {'format': '<%(levelname)s> %(message)s'}},
    'filters': {'only': {'name': 'app'}},
    'handlers': {'c': {'class': 'logging.StreamHandler', 'formatter': 'f', 'filters': ['only'],
                       'stream': 'ext://sys.stdout', 'level': 'INFO'}},
    'root': {'handlers': ['c'], 'level': 'DEBUG'}})
logging.getLogger('app.part').warning('shown')  # expect: <WARNING> shown
logging.getLogger('app').debug('too low')
logging.getLogger('other').warning('filtered')
try:
    logging.config.dictConfig({'version': 1, 'handlers': {'x': {'class': 'nosuch.Handler'}}})
except ValueError as e:
    print(e, '|', type(e.__cause__).__name__)
    # expect: Unable to configure handler 'x' | ValueError
