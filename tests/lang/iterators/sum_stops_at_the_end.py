# sum() asks for no item after the end, whatever the items were.
class Ends:
    """Ends after two items, and has two more after each end."""
    count = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.count += 1
        if self.count % 3 == 0:
            raise StopIteration
        return self.make(self.count)


for make in int, float, complex, bool, lambda n: n << 60, lambda n: -n << 61:
    Ends.make = staticmethod(make)
    ends = Ends()
    print(sum(ends), sum(ends), sum(ends, 1.5))
    # expect: 3 9 16.5
    # expect: 3.0 9.0 16.5
    # expect: (3+0j) (9+0j) (16.5+0j)
    # expect: 2 2 3.5
    # expect: 3458764513820540928 10376293541461622784 1.7293822569102705e+19
    # expect: -6917529027641081856 -20752587082923245568 -3.458764513820541e+19
print(sum([2**48 - 1] * 100000), sum([-2**48] * 70000), sum([1.5, 2, True, 2**70, 1]))
# expect: 28147497671065500000 -19703248369745920000 1.1805916207174113e+21
