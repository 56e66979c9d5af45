"""gilbox: the lock seen from inside the program."""
# arguments: --as 2.7
# arguments: --as 3.12
import gilbox, time, threading, json, os, tempfile
p = gilbox.policy()
print(p.name == ('tick' if p.counts_ticks else 'timed'), p.switch_interval)  # expect: True 0.005
ready = []
def spin():
    ready.append(1)
    while len(ready) < 2: pass
    end = time.perf_counter() + 0.03
    while time.perf_counter() < end: pass
with gilbox.measure() as m:
    time.sleep(0.01)
    threads = [threading.Thread(target=spin, name=name) for name in 'ab']
    for t in threads: t.start()
    for t in threads: t.join()
a, b = m.stats.thread('a'), m.stats.thread('b')
print(m.stats.thread('MainThread')['released_by']['sleep'])  # expect: 1
print(m.seconds > 0.03, a['waited_ms'] > 0)                  # expect: True True
print(b['id'] in [w['id'] for w in a['waited_for']])         # expect: True
print(0 < m.stats['fairness'] <= 1)                          # expect: True
print(any(line['function'] == 'spin' for line in m.stats['lines']))  # expect: True
print('ms lost to' in str(m), m.stats.thread('nobody'))      # expect: True None
asleep = gilbox.releases(time.sleep, 0.5)
print(bool(asleep), asleep.by, asleep.speedup > 1.1)         # expect: True {'sleep': 1} True
print(bool(gilbox.releases(sorted, range(1000))))            # expect: False
print(gilbox.trace.running)                                  # expect: False
gilbox.mark('lost')
try: gilbox.trace.stop('nowhere.html')
except RuntimeError as error: print(error)
# expect: there is no trace: gilbox.trace.start() begins one
gilbox.trace.start(1000)
gilbox.mark('here \N{SNOWMAN} "quoted"')
gilbox.mark('half \udc80')
print(gilbox.trace.running)                                  # expect: True
spin()
with tempfile.TemporaryDirectory() as folder:
    name = os.path.join(folder, 't.json')
    gilbox.trace.stop(name)
    with open(name, encoding='utf-8') as file:
        events = json.load(file)['traceEvents']
    gilbox.trace.save(os.path.join(folder, 't.html'))
    print(os.path.getsize(os.path.join(folder, 't.html')) > 10000)  # expect: True
print([e['name'] for e in events if 'here' in e.get('name', '')])
# expect: ['here ☃ "quoted"']
print(any(e.get('name') == 'lost' for e in events))          # expect: False
print('MainThread' in gilbox.trace.text(60))                 # expect: True
tries = []
def only_three():
    tries.append(1)
    if len(tries) > 3: raise ValueError('a fourth')
for bad in (lambda: gilbox.trace.start(0), lambda: gilbox.releases(len, (), threads=0),
            lambda: gilbox.releases(only_three)):
    try: bad()
    except ValueError as error: print(error)
# expect: events must be from 1 to 16777216
# expect: threads must be at least 1
# expect: a fourth
