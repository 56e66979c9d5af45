"""Finalizers of what only a signal handler, a trace function or a codec search holds."""
import codecs, signal, sys
class Last:
    def __init__(self):
        self.me = self
        self.generator = self.run()
        next(self.generator)
    def run(self):
        try:
            yield
        finally:
            import os
            len(str(self)) + len(os.sep)
    def __call__(self, *arguments): pass
    def __del__(self): [].append(sorted(repr(self)))
signal.signal(signal.SIGUSR1, Last())
codecs.register(Last())
print('done')                           # expect: done
sys.settrace(Last())
