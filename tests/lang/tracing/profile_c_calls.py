"""sys.setprofile hears of functions in C: c_call, c_return, c_exception."""
import sys

events = []
def profile(frame, event, argument):
    if frame.f_code.co_filename == __file__ and frame.f_code.co_name != 'show':
        events.append(f'{event}:{getattr(argument, "__name__", argument)}')

def show(f):
    events.clear()
    sys.setprofile(profile)
    try: f()
    except TypeError as error: events.append(str(error))
    finally: sys.setprofile(None)
    for at in range(0, len(events), 4):
        print(*events[at:at + 4])

def functions():
    len([1])
    sorted([2, 1], key=lambda x: x)
    len(*['ab'])
def methods():
    a = []
    a.append(1)
    f = a.extend
    f([2])
    list.insert(a, 0, 1)
def classes():
    int('5')
    class C:
        def m(self): pass
    C().m()
def stepping():
    g = (x for x in (1,))
    next(g)
    try: next(g)
    except StopIteration: pass
for f in functions, methods, classes, stepping:
    show(f)
    # expect: call:None c_call:len c_return:len c_call:sorted
    # expect: call:None return:2 call:None return:1
    # expect: c_return:sorted c_call:len c_return:len return:None
    # expect: call:None c_call:append c_return:append c_call:extend
    # expect: c_return:extend c_call:insert c_return:insert return:None
    # expect: call:None c_call:__build_class__ call:None return:None
    # expect: c_return:__build_class__ call:None return:None return:None
    # expect: call:None c_call:next call:None return:1
    # expect: c_return:next c_call:next call:None return:None
    # expect: c_exception:next return:None
show(lambda: len(5))
# expect: call:None c_call:len c_exception:len return:None
# expect: object of type 'int' has no len()
print(sys.getprofile())                 # expect: None
