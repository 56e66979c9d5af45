"""Pictures as SVG: curves over logarithmic axes, and lanes of threads.

Colours are Okabe and Ito's, which people see apart whatever their eyes make of red and green.
"""

import math
from _lab.text import bounds, digits, part

COLOURS = ('#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000')
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 400, 80, 140, 40, 50

STYLE = '''<style>
text { font: 12px system-ui, sans-serif; fill: #222 }
.title { font-size: 14px; font-weight: 600 }
.axis { stroke: #888; fill: none } .grid { stroke: #ddd }
@media (prefers-color-scheme: dark) {
  text { fill: #ddd } .paper { fill: #181818 } .grid { stroke: #333 }
}
</style>'''


def escape(words):
    words = ''.join(letter if letter >= ' ' else '?' for letter in words)
    return words.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')


def document(width, height, parts):
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}">\n{STYLE}\n'
            f'<rect class="paper" width="{width}" height="{height}" fill="#fff"/>\n'
            + '\n'.join(parts) + '\n</svg>\n')


def label(x, y, words, anchor='middle', cls=''):
    extra = f' class="{cls}"' if cls else ''
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{extra}>{escape(words)}</text>'


def powers(low, high):
    """The powers of ten between two numbers, or the two where there is none."""
    inside = [10.0 ** n for n in range(math.ceil(math.log10(low)), math.floor(math.log10(high)) + 1)]
    return inside or [low, high]


def curves(lines, x_label, y_label, title):
    """A picture of {name: [(x, y), ...]}, with every x and y above zero."""
    points = [point for line in lines.values() for point in line]
    x_low, x_high = bounds(x for x, _ in points)
    y_low, y_high = bounds(y for _, y in points)

    def across(x):
        return LEFT + part(x, x_low, x_high) * (WIDTH - LEFT - RIGHT)

    def down(y):
        return HEIGHT - BOTTOM - part(y, y_low, y_high) * (HEIGHT - TOP - BOTTOM)

    parts = [label(WIDTH / 2, 24, title, cls='title')]
    for x in powers(x_low, x_high):
        parts.append(f'<path class="grid" d="M{across(x):.1f} {TOP}V{HEIGHT - BOTTOM}"/>')
        parts.append(label(across(x), HEIGHT - BOTTOM + 18, digits(x)))
    for y in powers(y_low, y_high):
        parts.append(f'<path class="grid" d="M{LEFT} {down(y):.1f}H{WIDTH - RIGHT}"/>')
        parts.append(label(LEFT - 8, down(y) + 4, digits(y), 'end'))
    parts.append(f'<path class="axis" d="M{LEFT} {TOP}V{HEIGHT - BOTTOM}H{WIDTH - RIGHT}"/>')
    parts.append(label((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, x_label))
    parts.append(f'<g transform="rotate(-90 16 {HEIGHT / 2})">{label(16, HEIGHT / 2, y_label)}</g>')
    for i, (name, line) in enumerate(lines.items()):
        colour = COLOURS[i % len(COLOURS)]
        places = [(across(x), down(y)) for x, y in line]
        path = ' '.join(f'{x:.1f},{y:.1f}' for x, y in places)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places]
        y = TOP + 12 + 20 * i
        parts.append(f'<path d="M{WIDTH - RIGHT + 16} {y - 4}h20" stroke="{colour}" '
                     'stroke-width="3"/>')
        parts.append(label(WIDTH - RIGHT + 42, y, name, 'start'))
    return document(WIDTH, HEIGHT, parts)
