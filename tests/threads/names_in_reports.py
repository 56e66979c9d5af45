"""Statistics and traces call threads what the script calls them, from the start and when renamed."""
# arguments: --as 2.7
# arguments: --as 3.12
# arguments: --clock virtual
import _thread, gilbox, threading
def names():
    return {row['name'] for row in gilbox.stats()['threads']}
go = threading.Event()
def rename_myself():
    threading.current_thread().name += ' (at work)'
    go.wait()
threads = [threading.Thread(target=go.wait, name='waiter'), threading.Thread(target=go.wait, name='other'),
           threading.Thread(target=rename_myself, name='\u6f22')]
for t in threads: t.start()
threads[1].name = 'renamed'
while threads[2].name == '\u6f22': pass
class OfAnotherLibrary:                  # CPython's threading starts its threads so, too.
    def __init__(self, name): self._name = name
    def run(self): done.wait()
done = threading.Event()
for name in 'alien', 5: _thread.start_new_thread(OfAnotherLibrary(name).run, ())
threading.main_thread().name = 'chief'
print(sorted(names() & {'waiter', 'other', 'renamed', 'alien', 'MainThread', 'chief', '\u6f22 (at work)'}))
# expect: ['alien', 'chief', 'renamed', 'waiter', '漢 (at work)']
go.set()
for t in threads: t.join()
threads[0].name = 'too late'             # It has ended: it is called as it was.
print('waiter' in names(), 'too late' in names())  # expect: True False
done.set()
