"""Make and count binary trees: allocation and recursion."""


class Node:
    __slots__ = ('left', 'right')

    def __init__(self, left, right):
        self.left = left
        self.right = right


def grow(depth):
    if depth == 0:
        return Node(None, None)
    return Node(grow(depth - 1), grow(depth - 1))


def count(node):
    if node.left is None:
        return 1
    return 1 + count(node.left) + count(node.right)


kept = grow(14)
for depth in range(4, 15, 2):
    trees = 1 << (14 - depth + 2)
    total = sum(count(grow(depth)) for _ in range(trees))
    print(trees, 'trees of depth', depth, 'check', total)
print('kept', count(kept))
