"""Lanes: what each thread did over time, as SVG, from a trace that gilbox wrote (--trace)."""

import json
import math

from _lab import svg

# States by the beginning of a slice's name, the most telling first: of two in one column the first
# of these is drawn.
STATES = (
    ('forced', '#b5559c', 'waits until another has taken the lock'),
    ('woke', '#d55e00', 'woke, and found it taken'),
    ('running', '#007a5a', 'runs, with the lock'),
    ('waiting', '#f0a202', 'waits for the lock'),
    ('blocked', '#a9c4dd', 'blocked, without the lock'),
    ('starting', '#d8d8d8', 'starts'),
)
LABEL, LANE, GAP = 176, 18, 6


def state_of(name):
    """The index in STATES of a slice, or None for what has no colour."""
    return next((i for i, (word, _, _) in enumerate(STATES) if name.startswith(word)), None)


class Trace:
    """The threads of a run, by process and thread: names, and slices [(start, end, state)], in
    microseconds; and the names of the processes."""

    def __init__(self, path):
        with open(path, encoding='utf-8') as file:
            events = json.load(file)['traceEvents']
        self.processes, self.names, self.slices, open_slices = {}, {}, {}, {}
        self.start, self.end = 0.0, 0.0
        for event in events:
            thread, phase = (event['pid'], event.get('tid')), event['ph']
            if phase == 'M' and event['name'] == 'process_name':
                self.processes[event['pid']] = event['args']['name'].partition(' (pid ')[0]
            elif phase == 'M' and event['name'] == 'thread_name':
                self.names[thread] = f"{event['tid']} {event['args']['name']}"
                self.slices[thread] = []
            elif phase == 'B':
                open_slices.setdefault(thread, []).append((event['ts'], state_of(event['name'])))
            elif phase == 'E' and open_slices.get(thread):
                start, state = open_slices[thread].pop()
                self.end = max(self.end, event['ts'])
                if state is not None:
                    self.slices[thread].append((start, event['ts'], state))

    def window(self, start, end):
        """Make this the part between two moments, in microseconds."""
        for thread, slices in self.slices.items():
            self.slices[thread] = [(max(a, start) - start, min(b, end) - start, state)
                                   for a, b, state in slices if b > start and a < end]
        self.start, self.end = start, min(self.end, end) - start


def columns_of(slices, scale, count):
    """The state to draw in each column of pixels, or None: the most telling of those that fill it,
    and a state that fills less than a quarter of a column only where nothing else does."""
    share = [[0.0] * len(STATES) for _ in range(count)]
    for start, end, state in slices:
        first, last = start * scale, min(end * scale, count - 1e-9)
        for column in range(int(first), int(last) + 1):
            share[column][state] += min(last, column + 1) - max(first, column)
    result = []
    for parts in share:
        most = max(parts)
        telling = [state for state, part in enumerate(parts) if part >= 0.25]
        result.append(telling[0] if telling else parts.index(most) if most > 0 else None)
    return result


def stretches(columns):
    """Runs of equal columns: (first, count, state)."""
    start = 0
    for i in range(1, len(columns) + 1):
        if i == len(columns) or columns[i] != columns[start]:
            if columns[start] is not None:
                yield start, i - start, columns[start]
            start = i


def draw(trace, top, width, end):
    """The lanes of one trace, from a height downwards, on an axis that ends at `end`: SVG parts, and
    the height below."""
    parts = []
    room, process = width - LABEL - 10, 1
    for thread, name in trace.names.items():
        slices = trace.slices.get(thread)
        if not slices:
            continue
        if thread[0] != process: # A process of its own, with a lock of its own.
            process = thread[0]
            parts.append(svg.label(LABEL, top + 11, trace.processes[process], 'start'))
            top += LANE
        parts.append(svg.label(LABEL - 8, top + 13, name[:24], 'end'))
        for first, count, state in stretches(columns_of(slices, room / end, room)):
            word, colour, _ = STATES[state]
            parts.append(f'<rect x="{LABEL + first}" y="{top}" width="{count}" height="{LANE}" '
                         f'fill="{colour}"><title>{word}</title></rect>')
        top += LANE + GAP
    return parts, top


def legend(top, width, states):
    """What the colours of these states mean, in rows from a height downwards: parts, and the height
    below."""
    parts, x = [], 8
    for state in sorted(states):
        _, colour, meaning = STATES[state]
        room = 34 + 6.2 * len(meaning)
        if x + room > width and x > 8:
            x, top = 8, top + 20
        parts.append(f'<rect x="{x:.1f}" y="{top}" width="12" height="12" fill="{colour}"/>')
        parts.append(svg.label(x + 17, top + 11, meaning, 'start'))
        x += room
    return parts, top + 26


def axis(top, width, start, end):
    """A scale of milliseconds below the lanes, from `start` on and `end` long (in us)."""
    parts = [f'<path class="axis" d="M{LABEL} {top}H{width - 10}"/>']
    step = round_step(end / 5)
    mark = -(-start // step) * step
    while mark <= start + end:
        x = LABEL + (width - LABEL - 10) * (mark - start) / end
        parts.append(f'<path class="axis" d="M{x:.1f} {top}v4"/>')
        near_end = x > width - 40
        parts.append(svg.label(width - 8 if near_end else x, top + 17, f'{mark / 1000:g} ms',
                               'end' if near_end else 'middle'))
        mark += step
    return parts


def round_step(least):
    """The next of 1, 2, 5, 10, 20, ... and of their tenths."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * digit for digit in (1, 2, 5, 10) if power * digit >= least * (1 - 1e-9))


def picture(traces, width=1000):
    """Traces one under the other on a common axis: {title: Trace} as a whole SVG document."""
    end = max((trace.end for trace in traces.values()), default=0) or 1.0
    states = {state for trace in traces.values() for slices in trace.slices.values()
              for _, _, state in slices}
    parts, top = legend(8, width, states)
    for title, trace in traces.items():
        parts.append(svg.label(8, top + 12, title, 'start', 'title'))
        lanes, top = draw(trace, top + 20, width, end)
        parts += lanes
    start = min((trace.start for trace in traces.values()), default=0)
    parts += axis(top + 2, width, start, end)
    return svg.document(width, top + 30, parts)
