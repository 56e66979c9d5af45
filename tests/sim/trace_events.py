"""What a trace tells: who asked whom, where it was honoured, and what each blocking call was."""
# arguments: --as 3.12 --cores 2 --seed 3 --net tests/sim/world_pages.net
import gilbox, gc, json, os, queue, signal, tempfile, threading, time, urllib.request

signal.signal(signal.SIGALRM, lambda number, frame: None)
items, begin, late = queue.Queue(1), threading.Event(), threading.Lock()
def spin(count):
    while count: count -= 1
def produce():
    begin.wait()
    for i in range(3): items.put(i)
    spin(2_000_000)
def consume():
    for i in range(3): items.get()
    spin(2_000_000)
    late.acquire(timeout=0.001)

gilbox.trace.start()
late.acquire()
gilbox.mark('go')
threads = [threading.Thread(target=f, name=f.__name__) for f in (produce, consume)]
for t in threads: t.start()
signal.setitimer(signal.ITIMER_REAL, 0.001)
begin.set()
for t in threads: t.join()
gc.collect()
with tempfile.TemporaryFile('w') as file: file.write('x' * 9999)
urllib.request.urlopen('http://made.up/page').read()
time.sleep(0.02)
folder = tempfile.mkdtemp()
path = os.path.join(folder, 'trace.json')
gilbox.trace.stop(path)
with open(path, encoding='utf-8') as file: trace = json.load(file)
os.remove(path), os.rmdir(folder)

events = [e for e in trace['traceEvents'] if e['ph'] in 'Bi']
def args(name): return [e['args'] for e in events if e['name'] == name]
blocked = {e['name'].removeprefix('blocked: ') for e in events if e['name'].startswith('blocked')}
for name in ('Event 1, wait', 'Queue 1, get', 'Queue 1, put', 'lock 1', 'join produce', 'join consume',
             'fetch http://made.up/page', 'sleep 0.02 s', 'exit'):
    if name not in blocked: print('no', name, blocked)
print(any(name.startswith('write ' + tempfile.gettempdir()) for name in blocked))  # expect: True
print(args('starting')[-1])                         # expect: {'started by': 'MainThread'}
asked = args('asks the holder to give way')[0]
print(asked['lock held by'] in ('produce', 'consume'), args('timed out') != [])  # expect: True True
honoured = args('gives way')[-1]
print(honoured['at'].split(', ')[0], honoured['asked by'] in ('produce', 'consume', 'MainThread'))
# expect: spin True
print(honoured['at'].endswith('trace_events.py:8 LOAD_FAST'), honoured['after ticks, at most'])
# expect: True 2
print(0 < honoured['after us'] < 1)                 # expect: True
print(max(run['waited us'] for run in args('running')) >= 5000)  # expect: True
print({'eval', 'lock', 'join', 'sleep'} <= {run['ended by'] for run in args('running')})
# expect: True
print(args('forced switch')[0]['taken by'] != '')   # expect: True
print(len(args('go')), len(args('looks for garbage')) > 0)  # expect: 1 True
print([a['number'] for a in args('signal comes') + args('signal seen')])  # expect: [14, 14]
print(sorted(trace['otherData'])[:7], trace['otherData']['seed'])
# expect: ['check_interval_ticks', 'checks', 'cores', 'dropped', 'length_ms', 'machine', 'policy'] 3
