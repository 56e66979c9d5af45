"""Objects of a manager in objects of a manager: what is changed in one is seen by all."""
import multiprocessing

if __name__ == '__main__':
    with multiprocessing.Manager() as manager:
        rows = manager.list([manager.list(range(3)) for _ in range(2)])
        rows[0][-1] = 55
        print([list(row) for row in rows])  # expect: [[0, 1, 55], [0, 1, 2]]
        print(rows[1].pop(), len(rows[1]))  # expect: 2 2
        table = manager.dict(inner=manager.dict(a=1))
        inner = table['inner']
        table['inner']['b'] = 2
        print(inner.copy(), sorted(inner.keys()))  # expect: {'a': 1, 'b': 2} ['a', 'b']
        del inner
        print(table['inner'].copy())    # expect: {'a': 1, 'b': 2}
        taken = rows.pop(0)
        print(list(taken))              # expect: [0, 1, 55]
        queues = manager.list([manager.Queue()])
        queues[0].put('word')
        print(queues[0].get())          # expect: word
        condition = manager.Condition(manager.Lock())
        with condition:
            print(condition.wait(0.01))  # expect: False
        print(manager.list([inner for inner in (1, 2)]))  # expect: [1, 2]
