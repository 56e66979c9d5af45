"""A module of CPython's library that is not embedded: the message says where to get it."""
# arguments: --as 3.11
def attempt(name):
    try:
        __import__(name)
    except ModuleNotFoundError as e:
        print(e, e.name)
attempt('turtledemo')
# expect: No module named 'turtledemo' (it is not embedded; set GILBOXPATH to CPython 3.11's library) turtledemo
attempt('unittest.mock')
# expect: No module named 'unittest.mock' (it is not embedded; set GILBOXPATH to CPython 3.11's library) unittest.mock
attempt('nosuch')
# expect: No module named 'nosuch' nosuch
attempt('_ssl')
# expect: No module named '_ssl' _ssl
