"""What scripts do with text: lines cut into words, cleaned, counted, turned round, put together."""

LINE = 'The quick brown fox, so they say, jumps over the lazy dog; and away it runs!'


def count_words(lines):
    counts = {}
    for line in lines:
        for word in line.lower().split():
            word = word.strip('.,;!')
            counts[word] = counts.get(word, 0) + 1
    return counts


def palindromes(count):
    return sum(str(n) == str(n)[::-1] for n in range(count))


def caesar(text, shift):
    return ''.join(chr((ord(c) - 97 + shift) % 26 + 97) if c.isalpha() else c for c in text)


def main():
    lines = [
        LINE.replace('fox', f'fox {n}').replace(' ', '_').replace('_', ' ')
        for n in range(20_000)]
    counts = count_words(lines)
    top = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:3]
    fields = sum(len(row.split(',')) for row in lines)
    print(len(counts), top, fields, palindromes(120_000), caesar(LINE.lower() * 1000, 3)[:20])


main()
