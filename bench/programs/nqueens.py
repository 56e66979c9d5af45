"""Queens that do not threaten each other: recursion and sets."""


def place(n, row, columns, up, down):
    if row == n:
        return 1
    found = 0
    for column in range(n):
        if column in columns or row + column in up or row - column in down:
            continue
        columns.add(column)
        up.add(row + column)
        down.add(row - column)
        found += place(n, row + 1, columns, up, down)
        columns.discard(column)
        up.discard(row + column)
        down.discard(row - column)
    return found


print(place(8, 0, set(), set(), set()), place(9, 0, set(), set(), set()), place(10, 0, set(), set(), set()))
