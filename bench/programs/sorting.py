"""Sorts: plain, by key, by two keys, of tuples, of strings."""
numbers = [(n * 7919) % 200_003 for n in range(120_000)]
people = [(n % 97, f'name{(n * 31) % 10_007}') for n in numbers[:60_000]]


class Record:
    def __init__(self, key, text):
        self.key = key
        self.text = text


records = [Record(key, text) for key, text in people]
print(sorted(numbers)[::30_000], sorted(numbers, reverse=True)[0])
print(sorted(people)[0], sorted(people, key=lambda p: (p[1], p[0]))[-1])
print(sorted(records, key=lambda r: r.key)[0].text, sorted(text for _, text in people)[1000])
numbers.sort(key=lambda n: -n)
print(numbers[:3])
