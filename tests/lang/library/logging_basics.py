"""logging: levels, formats, the tree of loggers, handlers, adapters, exceptions."""
import logging, sys
logging.basicConfig(stream=sys.stdout, level=logging.DEBUG,
                    format='%(levelname)-7s %(name)s %(funcName)s %(message)s')
logging.info('hello %s', 'world')       # expect: INFO    root <module> hello world
log = logging.getLogger('a.b.c')
def work(n):
    log.debug('working on %(x)d', {'x': n})
work(3)                                 # expect: DEBUG   a.b.c work working on 3
print(logging.getLogger('a.b'), log.parent, log.getChild('d'), log is logging.getLogger('a.b.c'))
# expect: <Logger a.b (DEBUG)> <Logger a.b (DEBUG)> <Logger a.b.c.d (DEBUG)> True
log.setLevel('ERROR')
log.info('not this')
print(log.isEnabledFor(logging.INFO), log.getEffectiveLevel(), logging.getLevelName(35))
# expect: False 40 Level 35
try:
    1 / 0
except ZeroDivisionError:
    log.exception('oops', exc_info=sys.exc_info()[:2] + (None,))
    # expect: ERROR   a.b.c <module> oops
    # expect: ZeroDivisionError: division by zero
class Only(logging.Filter):
    def filter(self, record): return 'yes' in record.getMessage()
own = logging.getLogger('own')
own.propagate = False
handler = logging.StreamHandler(sys.stdout)
handler.setFormatter(logging.Formatter('{name}|{levelno}|{message}', style='{'))
handler.addFilter(Only())
own.addHandler(handler)
own.warning('yes, this')                # expect: own|30|yes, this
own.warning('no')
logging.LoggerAdapter(own, {'extra': 1}).error('yes %d', 2)  # expect: own|40|yes 2
print(handler, own.hasHandlers(), own.handlers == [handler])
# expect: <StreamHandler <stdout> (NOTSET)> True True
for call in (lambda: logging.Formatter('plain'), lambda: log.setLevel('LOUD'),
             lambda: logging.basicConfig(force=True, nonsense=1),
             lambda: log.error('x', extra={'message': 1})):
    try:
        call()
    except (ValueError, KeyError) as e:
        print(type(e).__name__, e)
        # expect: ValueError Invalid format 'plain' for '%' style
        # expect: ValueError Unknown level: 'LOUD'
        # expect: ValueError Unrecognised argument(s): nonsense
        # expect: KeyError "Attempt to overwrite 'message' in LogRecord"
logging.disable()
own.critical('yes, but disabled')
