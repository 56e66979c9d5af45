"""Heaps: lists in which a[k] <= a[2*k+1] and a[k] <= a[2*k+2], so that a[0] is the smallest."""

from _heapq import (_heapify_max, _heappop_max, _heapreplace_max, heapify, heappop, heappush,
                    heappushpop, heapreplace)

__all__ = ['heappush', 'heappop', 'heapify', 'heapreplace', 'merge', 'nlargest', 'nsmallest',
           'heappushpop']


def merge(*iterables, key=None, reverse=False):
    """Iterate over all items of sorted iterables in order, reading each only as far as needed."""
    if reverse:
        order, drop, replace, step = _heapify_max, _heappop_max, _heapreplace_max, -1
    else:
        order, drop, replace, step = heapify, heappop, heapreplace, 1
    # One entry for each input: [key of its next item, number, item, next function]. The number keeps
    # equal items in the order of the inputs, and the rest from being compared.
    heap = []
    for number, iterable in enumerate(map(iter, iterables)):
        advance = iterable.__next__
        try:
            item = advance()
        except StopIteration:
            continue
        heap.append([item if key is None else key(item), number * step, item, advance])
    order(heap)
    while len(heap) > 1:
        entry = heap[0]
        advance = entry[3]
        while entry is heap[0]:
            yield entry[2]
            try:
                item = advance()
            except StopIteration:
                drop(heap)
                break
            entry[0] = item if key is None else key(item)
            entry[2] = item
            replace(heap, entry)
    if heap:
        _, _, item, advance = heap[0]
        yield item
        yield from advance.__self__


def _pick(n, iterable, key, order, replace, is_better, step):
    """The n best items, best first. Of equal ones the earlier is better; `step` counts that way."""
    source = iter(iterable)
    heap = [(item if key is None else key(item), i * step, item)
            for i, item in zip(range(n), source)]
    if not heap:
        return heap
    order(heap)
    worst = heap[0][0]
    place = n * step
    for item in source:
        value = item if key is None else key(item)
        if is_better(value, worst):
            replace(heap, (value, place, item))
            worst = heap[0][0]
            place += step
    heap.sort(reverse=step < 0)
    return [entry[2] for entry in heap]


def nsmallest(n, iterable, key=None):
    """The n first items of sorted(iterable, key=key)."""
    if n == 1:
        nothing = object()
        result = min(iterable, default=nothing, key=key)
        return [] if result is nothing else [result]
    try:
        size = len(iterable)
    except (TypeError, AttributeError):
        pass
    else:
        if n >= size:
            return sorted(iterable, key=key)[:n]
    return _pick(n, iterable, key, _heapify_max, _heapreplace_max, lambda a, b: a < b, 1)


def nlargest(n, iterable, key=None):
    """The n first items of sorted(iterable, key=key, reverse=True)."""
    if n == 1:
        nothing = object()
        result = max(iterable, default=nothing, key=key)
        return [] if result is nothing else [result]
    try:
        size = len(iterable)
    except (TypeError, AttributeError):
        pass
    else:
        if n >= size:
            return sorted(iterable, key=key, reverse=True)[:n]
    return _pick(n, iterable, key, heapify, heapreplace, lambda a, b: b < a, -1)
