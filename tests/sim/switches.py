"""The lock's hand-overs: as often as it went from one thread to another, and no more."""
# arguments: --as 3.12 --clock virtual --cores 2
import gilbox, threading

order = []
def append(name):
    for _ in range(500_000): order.append(name)

with gilbox.measure() as measured:
    threads = [threading.Thread(target=append, args=(i,)) for i in range(4)]
    for t in threads: t.start()
    for t in threads: t.join()
events = measured.stats['total']['events']
seen = sum(a != b for a, b in zip(order, order[1:]))
main = measured.stats.thread('MainThread')['events']
print(seen > 5, events['switch'] >= seen)                     # expect: True True
print(events['switch'] - seen <= 2 * main['switch'])          # expect: True
with gilbox.measure() as alone:
    for _ in range(100): threading.Event().wait(1e-6)
print(alone.stats['total']['events']['take'] >= 100)          # expect: True
print(alone.stats['total']['events']['switch'])               # expect: 0
print([measured.stats[name] for name in ('machine', 'cores', 'preset', 'seed')])
# expect: ['virtual', 2, '3.12', '0']
