"""What can't be: the exception that says so, and nothing left behind."""
# real: the virtual machine blocks no signals
import gc
import multiprocessing
import os
import signal
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.connection import Client, Listener

sys.stderr = open(os.devnull, 'w')      # Where children tell of themselves.


def end(how):
    if how == 'kill':
        os.kill(os.getpid(), signal.SIGKILL)
    os._exit(3)


def give_function():
    return lambda: 0


def speak_nonsense(connection):
    os.write(connection.fileno(), b'\0\0\0\5abcde' + b'\0\0\0\17cut off')


def listen(sender):
    with Listener(('localhost', 0), authkey=b'right') as listener:
        sender.send(listener.address)
        try:
            listener.accept()
        except multiprocessing.AuthenticationError as error:
            sender.send(str(error))


def attempt(name, call, *args, **kwargs):
    gc.collect()
    before = len(os.listdir('/proc/self/fd'))
    try:
        outcome = call(*args, **kwargs)
    except Exception as error:
        outcome = f'{type(error).__name__}: {str(error)[:22]}'
        error = None
    gc.collect()
    left = len(os.listdir('/proc/self/fd')) - before
    print(name, outcome, f'{left} files left', multiprocessing.active_children())


def code_of(context, target, *args):
    process = context.Process(target=target, args=args)
    process.start()
    process.join()
    code = process.exitcode
    process.close()
    return code


def start_twice(context):
    process = context.Process(target=end, args=('exit',))
    process.start()
    try:
        process.start()
    finally:
        process.join()


def hear_nonsense(context):
    ours, theirs = context.Pipe()
    with ours:
        code_of(context, speak_nonsense, theirs)
        theirs.close()
        for _ in range(3):
            try:
                ours.recv()
            except Exception as error:
                yield type(error).__name__, str(error)


def call_with_wrong_key(context):
    ours, theirs = context.Pipe()
    process = context.Process(target=listen, args=(theirs,))
    process.start()
    theirs.close()
    with ours:
        try:
            Client(ours.recv(), authkey=b'wrong')
        finally:
            print(ours.recv())
            process.join()


def by_executor(context, call):
    with ProcessPoolExecutor(1, context) as executor:
        return executor.submit(call, 'exit').result()


def by_pool(context, call):
    with context.Pool(1) as pool:
        return pool.apply(call)


if __name__ == '__main__':
    for method in 'fork', 'spawn':
        context = multiprocessing.get_context(method)
        print(method, code_of(context, end, 'exit'))
        attempt('killed', code_of, context, end, 'kill')
        attempt('twice', start_twice, context)
        attempt('unstarted', context.Process().join)
        attempt('argument', code_of, context, id, lambda: 0)
        attempt('nonsense', lambda: list(hear_nonsense(context)))
        attempt('key', call_with_wrong_key, context)
        attempt('call', by_pool, context, lambda: 0)
        attempt('result', lambda: by_pool(context, give_function))
        attempt('executor', by_executor, context, end)
        attempt('executor', by_executor, context, lambda x: 0)
# expect: fork 3
# expect: killed -9 0 files left []
# expect: twice AssertionError: cannot start a process 0 files left []
# expect: unstarted AssertionError: can only join a starte 0 files left []
# expect: argument 0 0 files left []
# expect: nonsense [('UnpicklingError', 'unpickling stack underflow'), ('OSError', 'got end of file during message'), ('EOFError', '')] 0 files left []
# expect: digest received was wrong
# expect: key AuthenticationError: digest sent was reject 0 files left []
# expect: call PicklingError: Can't pickle <function 0 files left []
# expect: result MaybeEncodingError: Error sending result:  0 files left []
# expect: executor BrokenProcessPool: A process in the proce 0 files left []
# expect: executor PicklingError: Can't pickle <function 0 files left []
# expect: spawn 3
# expect: killed -9 0 files left []
# expect: twice AssertionError: cannot start a process 0 files left []
# expect: unstarted AssertionError: can only join a starte 0 files left []
# expect: argument PicklingError: Can't pickle <function 0 files left []
# expect: nonsense [('UnpicklingError', 'unpickling stack underflow'), ('OSError', 'got end of file during message'), ('EOFError', '')] 0 files left []
# expect: digest received was wrong
# expect: key AuthenticationError: digest sent was reject 0 files left []
# expect: call PicklingError: Can't pickle <function 0 files left []
# expect: result MaybeEncodingError: Error sending result:  0 files left []
# expect: executor BrokenProcessPool: A process in the proce 0 files left []
# expect: executor PicklingError: Can't pickle <function 0 files left []
