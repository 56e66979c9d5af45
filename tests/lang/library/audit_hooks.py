"""sys.addaudithook: hooks hear of open, compile, exec and import, and of what scripts say; they may
refuse."""
import sys
log = []
wanted = {'open', 'compile', 'exec', 'import', 'sys.addaudithook', 'mine'}
def keep(event, arguments):
    if event in wanted:
        log.append((event, arguments))
def show():
    for event, arguments in log:
        print(event, *(item if isinstance(item, (str, int)) else type(item).__name__
                       for item in arguments[:3]))
    log.clear()
print(sys.audit('mine', 'nobody listens'), sys.addaudithook(keep))  # expect: None None
sys.audit('mine')
sys.audit('mine', 1, 'b')
show()
# expect: mine
# expect: mine 1 b
open('/dev/null', 'wb').close()
open('/dev/null').close()
exec(compile('x = 1', '<x>', 'exec'))
eval('x')
exec('x')
log = [(event, arguments) for event, arguments in log if event != 'compile']
show()
# expect: open /dev/null w 524865
# expect: open /dev/null r 524288
# expect: exec code
# expect: exec code
# expect: exec code
try: import nonesuch_module
except ImportError: show()              # expect: import nonesuch_module NoneType list
class Refused(Exception): pass
def refuse(event, arguments):
    if event == 'open' and arguments[0] == 'secret' or event == 'mine':
        raise Refused(event)
    if event == 'sys.addaudithook':
        raise ValueError('is forgotten')
sys.addaudithook(refuse)
sys.addaudithook(print)                 # Is not added.
show()
# expect: sys.addaudithook
# expect: sys.addaudithook
for try_it in (lambda: open('secret'), lambda: sys.audit('mine'), lambda: sys.audit(1)):
    try: try_it()
    except (Refused, TypeError) as e: print(type(e).__name__, e)
    # expect: Refused open
    # expect: Refused mine
    # expect: TypeError expected str for argument 'event', not int
