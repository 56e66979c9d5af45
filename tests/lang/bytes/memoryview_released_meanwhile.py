"""A memoryview that an index releases: reading a slice has it already, writing is refused."""
def released_by_index():
    view = memoryview(bytearray(b'\xff' * 16))
    class Index:
        def __index__(self):
            view.release()
            return 4
    return view, Index()
def show(act):
    view, index = released_by_index()
    try: print(act(view, index))
    except ValueError as error: print(error)
def assign(view, key, value): view[key] = value
show(lambda view, index: list(view[:index]))  # expect: [255, 255, 255, 255]
show(lambda view, index: list(view[index:8]))  # expect: [255, 255, 255, 255]
show(lambda view, index: view[index])   # expect: operation forbidden on released memoryview object
show(lambda view, index: assign(view, index, 1))
# expect: operation forbidden on released memoryview object
show(lambda view, index: assign(view, slice(None, index), b'spam'))
# expect: operation forbidden on released memoryview object
show(lambda view, index: assign(view, 0, index))
# expect: operation forbidden on released memoryview object
