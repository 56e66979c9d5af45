"""Imports in threads happen once; settrace and setprofile reach new threads."""
# arguments: --as 2.7
# arguments: --as 3.9
# arguments: --as 3.12
import sys, threading
log = []
def work():
    import string, heapq, bisect
    log.append(id(string) == id(sys.modules['string']))
ts = [threading.Thread(target=work) for _ in range(20)]
for t in ts: t.start()
for t in ts: t.join()
print(len(log), all(log))               # expect: 20 True
events = []
def tracer(frame, event, arg):
    if frame.f_code.co_name == 'traced': events.append(event)
    return tracer
def traced():
    x = 1
    return x
threading.settrace(tracer)
t = threading.Thread(target=traced); t.start(); t.join()
threading.settrace(None)
print(events, threading.gettrace())     # expect: ['call', 'line', 'line', 'return'] None
events.clear()
def profiler(frame, event, arg):
    if frame.f_code.co_name == 'traced': events.append(event)
threading.setprofile(profiler)
t = threading.Thread(target=traced); t.start(); t.join()
threading.setprofile(None)
print(events, threading.getprofile())   # expect: ['call', 'return'] None
print(len(sys._current_frames()))       # expect: 1
print(list(sys._current_frames()) == [threading.get_ident()])  # expect: True
print(threading.stack_size())           # expect: 0
print(threading.TIMEOUT_MAX > 1000)     # expect: True
