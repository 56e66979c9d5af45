"""Count words: dict lookups by str, updates, and a sort at the end."""
words = [f'word{(n * n * 31 + 7 * n) % 5003}' for n in range(20_000)]
counts = {}
for _ in range(15):
    for word in words:
        counts[word] = counts.get(word, 0) + 1
groups = {}
for word, count in counts.items():
    groups.setdefault(count, []).append(word)
for count in sorted(groups, reverse=True)[:5]:
    print(count, len(groups[count]), min(groups[count]))
