"""unittest: what a file of tests prints."""
import io, re, unittest
class Tests(unittest.TestCase):
    @classmethod
    def setUpClass(cls): print('set up class')
    def test_list(self): self.assertEqual([1, 2, 3], [1, 2, 4])
    def test_dict(self): self.assertEqual({'a': 1}, {'a': 2}, 'with words')
    def test_parts(self):
        for i in range(3):
            with self.subTest(i=i):
                self.assertEqual(i % 2, 0)
    @unittest.skip('because')
    def test_skipped(self): pass
    @unittest.expectedFailure
    def test_expected(self): self.fail()
    def test_raises(self):
        with self.assertRaises(ValueError) as caught:
            int('x')
        self.assertIn('invalid', str(caught.exception))
        self.assertRaisesRegex(KeyError, 'k', {}.__getitem__, 'k')
        with self.assertRaises(OSError):
            pass
    def test_error(self): {}['missing']
    def test_close(self): self.assertAlmostEqual(0.1 + 0.2, 0.3)
stream = io.StringIO()
suite = unittest.defaultTestLoader.loadTestsFromTestCase(Tests)
result = unittest.TextTestRunner(stream, verbosity=2).run(suite)  # expect: set up class
print(result, len(result.skipped), result.wasSuccessful())
# expect: <unittest.runner.TextTestResult run=8 errors=1 failures=4> 1 False
text = re.sub(r'in \d+\.\d+s', 'in a moment', stream.getvalue())
for line in text.split('\n'):
    if line and line[0] not in '=- ' and not line.startswith(('ERROR', 'FAIL:', 'Trace')):
        print(line)
        # expect: test_close (__main__.Tests.test_close) ... ok
        # expect: test_dict (__main__.Tests.test_dict) ... FAIL
        # expect: test_error (__main__.Tests.test_error) ... ERROR
        # expect: test_expected (__main__.Tests.test_expected) ... expected failure
        # expect: test_list (__main__.Tests.test_list) ... FAIL
        # expect: test_parts (__main__.Tests.test_parts) ...
        # expect: test_raises (__main__.Tests.test_raises) ... FAIL
        # expect: test_skipped (__main__.Tests.test_skipped) ... skipped 'because'
        # expect: KeyError: 'missing'
        # expect: AssertionError: {'a': 1} != {'a': 2}
        # expect: ?       ^
        # expect: + {'a': 2}
        # expect: ?       ^
        # expect: AssertionError: Lists differ: [1, 2, 3] != [1, 2, 4]
        # expect: First differing element 2:
        # expect: 3
        # expect: 4
        # expect: ?        ^
        # expect: + [1, 2, 4]
        # expect: ?        ^
        # expect: AssertionError: 1 != 0
        # expect: AssertionError: OSError not raised
        # expect: Ran 8 tests in a moment
        # expect: FAILED (failures=4, errors=1, skipped=1, expected failures=1)
suite = unittest.TestSuite([Tests('test_close')])
print(suite.countTestCases(), suite.run(unittest.TestResult()), Tests('test_close'))
# expect: set up class
# expect: 1 <unittest.result.TestResult run=1 errors=0 failures=0> test_close (__main__.Tests.test_close)
