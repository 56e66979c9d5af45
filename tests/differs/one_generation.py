"""differs: memory
cause: one generation is simpler, and collections run at safepoints only
workaround: none needed; gc.collect() of any generation collects all
"""
import gc
gc.disable()
class C:
    def __del__(self): print('gone')
def cycle():
    c = C()
    c.self = c
cycle()
print(gc.collect(0) > 0)                # expect: gone
                                        # expect: True
print(gc.get_count()[1:], gc.get_threshold())  # expect: (0, 0) (700, 10, 10)
print([sorted(generation) for generation in gc.get_stats()] ==
      3 * [['collected', 'collections', 'uncollectable']])  # expect: True
