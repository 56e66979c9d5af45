"""Text made piece by piece, joined, formatted, split and replaced."""


def letter_by_letter(count):
    text = ''
    for n in range(count):
        text += chr(97 + n % 26)
    return text


def main():
    text = letter_by_letter(600_000)
    parts = [str(n) for n in range(200_000)]
    joined = ','.join(parts)
    lines = [f'{n:05d}: {part!r:>8} {n / 7:.3f}' for n, part in enumerate(parts[:60_000])]
    old = ['%s-%d' % (part, n) for n, part in enumerate(parts[:60_000])]
    words = joined.replace(',', ' ').split()
    upper = ''.join(word.upper() if n % 2 else word.title() for n, word in enumerate(lines))
    print(len(text), len(joined), lines[-1], old[-1], len(words), len(upper), text.count('xyz'), joined.find('99999'))


main()
