"""The tutorial's perfect squares: each candidate's root is looked for in a range, one by one, as it is a float."""
import time


def find_squares(n):
    found = []
    for i in range(1, n + 1):
        if i ** 0.5 in range(1, n):
            found.append(i)
    return found


start = time.process_time()
assert len(find_squares(5000)) == 70
print('result:', time.process_time() - start)
