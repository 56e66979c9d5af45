"""Objects in a server process; memory with a name."""
# real: the virtual machine blocks no signals
import multiprocessing
from multiprocessing import shared_memory
from multiprocessing.connection import AuthenticationError, Client, Listener
import threading


def work(numbers, names, memory_name):
    numbers.append(4)
    names['x'] = 1
    memory = shared_memory.SharedMemory(memory_name)
    memory.buf[0] = 7
    memory.close()


memory = shared_memory.SharedMemory(create=True, size=16)
with multiprocessing.Manager() as manager:
    numbers, names = manager.list([1]), manager.dict()
    process = multiprocessing.Process(target=work, args=(numbers, names, memory.name))
    process.start()
    process.join()
    print(numbers, names, len(numbers), memory.buf[0])  # expect: [1, 4] {'x': 1} 2 7
memory.close()
memory.unlink()


def refuse(listener):
    try:
        listener.accept()
    except AuthenticationError as error:
        print(error)


with Listener(authkey=b'right') as listener:
    thread = threading.Thread(target=refuse, args=(listener,))
    thread.start()
    try:
        Client(listener.address, authkey=b'wrong')
    except AuthenticationError:
        pass
    thread.join()                       # expect: digest received was wrong
