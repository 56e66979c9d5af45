"""The set in floats, a row at a time."""


def row(y, width):
    inside = 0
    cy = 2.0 * y / width - 1.0
    for x in range(width):
        cx = 2.0 * x / width - 1.5
        zx = zy = 0.0
        for _ in range(50):
            zx2, zy2 = zx * zx, zy * zy
            if zx2 + zy2 > 4.0:
                break
            zy = 2.0 * zx * zy + cy
            zx = zx2 - zy2 + cx
        else:
            inside += 1
    return inside


WIDTH = 200
print(sum(row(y, WIDTH) for y in range(WIDTH)))
