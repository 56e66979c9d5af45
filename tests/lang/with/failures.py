"""with: failures on the way in and out."""
class C:
    def __init__(self, **what): self.what = what
    def __enter__(self):
        if 'enter' in self.what: raise self.what['enter']
        return self
    def __exit__(self, *args):
        print('exit', args[0] and args[0].__name__)
        if 'leave' in self.what: raise self.what['leave']
        return self.what.get('result')
def run(body):
    try: body(); print('fine')
    except Exception as e: print(repr(e), 'context', repr(e.__context__))
def enter_fails():
    with C(), C(enter=ValueError('e')): print('never')
def exit_fails():
    with C(leave=KeyError('l')): pass
def both_fail():
    with C(leave=KeyError('l')): raise ValueError('v')
def truthy():
    with C(result=[1]): raise ValueError
def falsy():
    with C(result=''): raise ValueError('kept')
def outer_swallows():
    with C(result=True), C(leave=IndexError('i')): raise ValueError
for f in (enter_fails, exit_fails, both_fail, truthy, falsy, outer_swallows): run(f)
# expect: exit ValueError
# expect: ValueError('e') context None
# expect: exit None
# expect: KeyError('l') context None
# expect: exit ValueError
# expect: KeyError('l') context ValueError('v')
# expect: exit ValueError
# expect: fine
# expect: exit ValueError
# expect: ValueError('kept') context None
# expect: exit ValueError
# expect: exit IndexError
# expect: fine
