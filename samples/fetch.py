"""Fetch six pages one after the other, then all at once: waiting is what threads are good for.

Try:      gilbox --clock virtual --net samples/pages.net samples/fetch.py, then with --seed 1
Expect:   no network is touched; the pages and how long they take are the table's. All at once takes as long as the
          slowest page; another seed gives other times, the same seed the same.
"""
import time
import urllib.error
import urllib.request
from threading import Thread

PAGES = ['news', 'weather', 'maps', 'old', 'slow', 'down']


def fetch(page):
    start = time.perf_counter()
    try:
        with urllib.request.urlopen(f'http://example.com/{page}') as response:
            result = f'{response.status}, {len(response.read())} bytes'
    except urllib.error.URLError as error:
        result = str(error.reason)
    print(f'{page:8} {time.perf_counter() - start:6.3f} s  {result}')


def all_in_turn():
    for page in PAGES:
        fetch(page)


def all_at_once():
    threads = [Thread(target=fetch, args=[page]) for page in PAGES]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


for way in all_in_turn, all_at_once:
    start = time.perf_counter()
    way()
    print(f'{way.__name__}: {time.perf_counter() - start:.3f} s\n')
