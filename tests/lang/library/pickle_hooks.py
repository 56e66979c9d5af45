"""Picklers that a program has its say in."""
import copyreg
import io
import pickle


class Thing:
    def __init__(self, value):
        self.value = value

    def __repr__(self):
        return f'Thing({self.value!r})'


class ById(pickle.Pickler):
    def persistent_id(self, obj):
        return f'id-{obj.value}' if isinstance(obj, Thing) else None


class FromId(pickle.Unpickler):
    def persistent_load(self, pid):
        return Thing(pid)

    def find_class(self, module, name):
        print('find', module, name)
        return super().find_class(module, name)


class Override(pickle.Pickler):
    def reducer_override(self, obj):
        return (str, ('replaced',)) if isinstance(obj, Thing) else NotImplemented


def dump(cls, obj, **attributes):
    file = io.BytesIO()
    pickler = cls(file)
    for name, value in attributes.items():
        setattr(pickler, name, value)
    pickler.dump(obj)
    return file.getvalue()


print(FromId(io.BytesIO(dump(ById, [Thing(1), len]))).load())
# expect: find builtins len
# expect: [Thing('id-1'), <built-in function len>]
print(pickle.loads(dump(Override, [Thing(1), 2])))  # expect: ['replaced', 2]
print(pickle.loads(dump(pickle.Pickler, Thing(1), dispatch_table={Thing: lambda t: (int, ('7',))})))
# expect: 7
copyreg.pickle(Thing, lambda t: (Thing, (t.value + 1,)))
print(pickle.loads(pickle.dumps(Thing(1))))  # expect: Thing(2)
copyreg.add_extension('__main__', 'Thing', 0xf0)
print(pickle.dumps(Thing, 2), pickle.loads(pickle.dumps(Thing, 2)))
# expect: b'\x80\x02\x82\xf0.' <class '__main__.Thing'>
import operator
print(pickle.loads(pickle.dumps(operator.methodcaller('encode', encoding='ascii')))('a'))  # expect: b'a'
buffers = []
data = pickle.dumps(pickle.PickleBuffer(bytearray(b'zero copy')), 5, buffer_callback=buffers.append)
print(data, bytes(pickle.loads(data, buffers=buffers)))  # expect: b'\x80\x05\x97.' b'zero copy'
