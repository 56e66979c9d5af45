"""sys.setprofile hears of functions in C: c_call, c_return, c_exception."""
import sys

def profile(frame, event, argument):
    if frame.f_code.co_name != '<module>' and frame.f_code.co_filename == __file__:
        print(' ', frame.f_code.co_name, event, getattr(argument, '__name__', argument))

def show(f):
    print(f.__name__)
    sys.setprofile(profile)
    try: f()
    except TypeError as error: print(' ', error)
    finally: sys.setprofile(None)

def functions():
    len([1])
    max(1, 2)
    sorted([2, 1], key=lambda x: x)
    len(*['ab'])
def methods():
    a = []
    a.append(1)
    'a'.join(['b'])
    f = a.extend
    f([2])
    list.insert(a, 0, 1)
def classes():
    int('5')
    class C:
        def m(self): pass
    C().m()
def failing(): len(5)
def stepping():
    g = (x for x in (1,))
    next(g)
    try: next(g)
    except StopIteration: pass
for f in functions, methods, classes, failing, stepping:
    show(f)
    # expect: functions
    # expect:   functions call None
    # expect:   functions c_call len
    # expect:   functions c_return len
    # expect:   functions c_call max
    # expect:   functions c_return max
    # expect:   functions c_call sorted
    # expect:   <lambda> call None
    # expect:   <lambda> return 2
    # expect:   <lambda> call None
    # expect:   <lambda> return 1
    # expect:   functions c_return sorted
    # expect:   functions c_call len
    # expect:   functions c_return len
    # expect:   functions return None
    # expect:   show c_call setprofile
    # expect: methods
    # expect:   methods call None
    # expect:   methods c_call append
    # expect:   methods c_return append
    # expect:   methods c_call join
    # expect:   methods c_return join
    # expect:   methods c_call extend
    # expect:   methods c_return extend
    # expect:   methods c_call insert
    # expect:   methods c_return insert
    # expect:   methods return None
    # expect:   show c_call setprofile
    # expect: classes
    # expect:   classes call None
    # expect:   classes c_call __build_class__
    # expect:   C call None
    # expect:   C return None
    # expect:   classes c_return __build_class__
    # expect:   m call None
    # expect:   m return None
    # expect:   classes return None
    # expect:   show c_call setprofile
    # expect: failing
    # expect:   failing call None
    # expect:   failing c_call len
    # expect:   failing c_exception len
    # expect:   failing return None
    # expect:   show c_call print
    # expect:   object of type 'int' has no len()
    # expect:   show c_return print
    # expect:   show c_call setprofile
    # expect: stepping
    # expect:   stepping call None
    # expect:   stepping c_call next
    # expect:   <genexpr> call None
    # expect:   <genexpr> return 1
    # expect:   stepping c_return next
    # expect:   stepping c_call next
    # expect:   <genexpr> call None
    # expect:   <genexpr> return None
    # expect:   stepping c_exception next
    # expect:   stepping return None
    # expect:   show c_call setprofile
print(sys.getprofile())                 # expect: None
