"""statistics, difflib, pprint."""
import difflib, pprint, statistics
data = [2.5, 3, 3, 4, 10]
print(statistics.mean(data), statistics.median(data), statistics.mode(data), statistics.stdev(data))
# expect: 4.5 3 3 3.122498999199199
print(statistics.quantiles(data), statistics.pvariance([1, 2]), statistics.fmean(data))
# expect: [2.75, 3.0, 7.0] 0.25 4.5
print(statistics.NormalDist(100, 15).inv_cdf(0.975), statistics.correlation([1, 2, 3], [1, 3, 2]))
# expect: 129.3994597681008 0.5
print(list(difflib.ndiff(['one\n', 'two\n'], ['one\n', 'tree\n'])))
# expect: ['  one\n', '- two\n', '+ tree\n']
print(list(difflib.unified_diff(['a', 'b', 'c'], ['a', 'x', 'c'], 'f', 'g', lineterm='')))
# expect: ['--- f', '+++ g', '@@ -1,3 +1,3 @@', ' a', '-b', '+x', ' c']
print(difflib.get_close_matches('appel', ['ape', 'apple', 'peach']))  # expect: ['apple', 'ape']
print(difflib.SequenceMatcher(None, 'abcd', 'bcde').ratio())  # expect: 0.75
pprint.pprint({'b': list(range(30)), 'a': {'nested': ('x' * 30, 'y' * 40)}, 'c': {3, 1, 2}}, width=100, compact=True)
# expect: {'a': {'nested': ('xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', 'yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy')},
# expect:  'b': [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25,
# expect:        26, 27, 28, 29],
# expect:  'c': {1, 2, 3}}
for call in (lambda: statistics.mean([]), lambda: statistics.quantiles([1])):
    try:
        call()
    except ValueError as e:
        print(type(e).__name__, e)
        # expect: StatisticsError mean requires at least one data point
        # expect: StatisticsError must have at least two data points
