"""A barrier of processes: meetings, one after the other, and how they fail."""
import multiprocessing
import threading
import time


def meet(barrier, out, times):
    for turn in range(times):
        try:
            out.put((turn, barrier.wait()))
        except threading.BrokenBarrierError as error:
            out.put(repr(error))
        except KeyError as error:
            out.put(repr(error))


def fail():
    raise KeyError('action')


def meeting(context, barrier, count, times=1, then=None):
    out = context.Queue()
    processes = [context.Process(target=meet, args=(barrier, out, times)) for _ in range(count)]
    for process in processes:
        process.start()
    if then is not None:
        while barrier.n_waiting < count:
            time.sleep(0.001)
        then()
    for process in processes:
        process.join()
    print(sorted(out.get() for _ in range(count * times)), barrier.n_waiting, barrier.broken)


if __name__ == '__main__':
    for method in 'fork', 'spawn':
        context = multiprocessing.get_context(method)
        barrier = context.Barrier(2, timeout=30)
        print(repr(barrier)[:36], barrier.parties)
        meeting(context, barrier, 2, times=3)
        meeting(context, barrier, 1, then=barrier.reset)
        meeting(context, barrier, 1, then=barrier.abort)
        barrier.reset()
        meeting(context, barrier, 2)
        meeting(context, context.Barrier(2, fail), 2)
        meeting(context, context.Barrier(2, timeout=0.01), 1)
# expect: <multiprocessing.synchronize.Barrier 2
# expect: [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)] 0 False
# expect: ['BrokenBarrierError()'] 0 False
# expect: ['BrokenBarrierError()'] 0 True
# expect: [(0, 0), (0, 1)] 0 False
# expect: ['BrokenBarrierError()', "KeyError('action')"] 0 True
# expect: ['BrokenBarrierError()'] 0 True
# expect: <multiprocessing.synchronize.Barrier 2
# expect: [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)] 0 False
# expect: ['BrokenBarrierError()'] 0 False
# expect: ['BrokenBarrierError()'] 0 True
# expect: [(0, 0), (0, 1)] 0 False
# expect: ['BrokenBarrierError()', "KeyError('action')"] 0 True
# expect: ['BrokenBarrierError()'] 0 True
