"""The memos of picklers and unpicklers can be copied, cleared and given to another."""
import io
import pickle

inner = ['x']
out = io.BytesIO()
pickler = pickle.Pickler(out)
pickler.dump(inner)
print(type(pickler.memo).__name__, sorted(number for number, _ in pickler.memo.copy().values()))
# expect: PicklerMemoProxy [0, 1]
unpickler = pickle.Unpickler(io.BytesIO(out.getvalue()))
unpickler.load()
print(type(unpickler.memo).__name__, unpickler.memo.copy(), unpickler.memo.__reduce__())
# expect: UnpicklerMemoProxy {0: ['x'], 1: 'x'} (<class 'dict'>, ({0: ['x'], 1: 'x'},))

second_out = io.BytesIO()
second = pickle.Pickler(second_out)
second.memo = pickler.memo
second.dump(inner)
print(len(second_out.getvalue()) < len(out.getvalue()))  # expect: True
heir = pickle.Unpickler(io.BytesIO(second_out.getvalue()))
heir.memo = unpickler.memo
print(heir.load() is unpickler.memo.copy()[0])  # expect: True

unpickler.memo.clear()
pickler.memo.clear()
print(unpickler.memo.copy(), pickler.memo.copy())  # expect: {} {}
for one, memo in (pickler, 5), (unpickler, 5), (pickler, {1: 2}), (unpickler, {'a': 1}):
    try:
        one.memo = memo
    except TypeError as error:
        print(error)
        # expect: 'memo' attribute must be a PicklerMemoProxy object or dict, not int
        # expect: 'memo' attribute must be an UnpicklerMemoProxy object or dict, not int
        # expect: 'memo' values must be 2-item tuples
        # expect: memo key must be integers
try:
    hash(pickler.memo)
except TypeError as error:
    print(error)                        # expect: unhashable type: '_pickle.PicklerMemoProxy'
