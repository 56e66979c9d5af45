"""unittest.IsolatedAsyncioTestCase: tests that await, before and after, cleanups."""
import asyncio
import contextvars
import logging
import unittest

logging.getLogger('asyncio').setLevel('ERROR')     # Else it tells of what takes long.
stage = contextvars.ContextVar('stage')

class Door:
    async def __aenter__(self):
        return 'inside'

    async def __aexit__(self, *details):
        print('left')

class Cases(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        stage.set('set up')

    async def asyncSetUp(self):
        print(self._testMethodName, stage.get(), asyncio.get_running_loop().is_running())
        stage.set('set up more')
        self.addAsyncCleanup(self.clean, 3)

    async def clean(self, number):
        print('clean', number)

    async def test_waiting(self):
        await asyncio.sleep(0)
        self.assertEqual(stage.get(), 'set up more')

    async def test_wrong(self):
        await asyncio.sleep(0)
        self.assertEqual(await asyncio.sleep(0, 1), 2)

    async def test_with(self):
        print(await self.enterAsyncContext(Door()))
        with self.assertRaisesRegex(TypeError, 'asynchronous context manager'):
            await self.enterAsyncContext(self)
        asyncio.create_task(asyncio.sleep(60))      # left behind

    def test_plain(self):
        print(stage.get())

    async def asyncTearDown(self):
        print('torn down')

result = unittest.TestResult()
unittest.defaultTestLoader.loadTestsFromTestCase(Cases).run(result)
# expect: test_plain set up True
# expect: set up more
# expect: torn down
# expect: clean 3
# expect: test_waiting set up True
# expect: torn down
# expect: clean 3
# expect: test_with set up True
# expect: inside
# expect: torn down
# expect: left
# expect: clean 3
# expect: test_wrong set up True
# expect: torn down
# expect: clean 3
print(result.testsRun, result.errors, [text.splitlines()[-1] for _, text in result.failures])
# expect: 4 [] ['AssertionError: 1 != 2']
