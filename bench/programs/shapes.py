"""A class and those derived from it: calls and attributes at places that meet all of them."""


class Shape:
    sides = 0

    def __init__(self, name):
        self.name = name

    def area(self):
        raise NotImplementedError

    def describe(self):
        return f'{self.name}: {self.area():.2f}'


class Circle(Shape):
    def __init__(self, radius):
        super().__init__('circle')
        self.radius = radius

    def area(self):
        return 3.14159 * self.radius ** 2


class Rectangle(Shape):
    sides = 4

    def __init__(self, width, height):
        self.width, self.height = width, height
        super().__init__('rectangle')

    def area(self):
        return self.width * self.height


class Square(Rectangle):
    def __init__(self, side):
        super().__init__(side, side)
        self.name = 'square'


class Triangle(Shape):
    sides = 3

    def __init__(self, base, height):
        super().__init__('triangle')
        self.base, self.height = base, height

    def area(self):
        return self.base * self.height / 2


def main():
    shapes = [kind for n in range(1, 200)
              for kind in (Circle(n), Rectangle(n, 2), Square(n), Triangle(n, n + 1))]
    total = corners = 0
    for _ in range(300):
        for shape in shapes:
            total += shape.area()
            if shape.name != 'circle':
                corners += shape.sides
    print(round(total), corners, max(shapes, key=lambda s: s.area()).describe(),
          sum(len(s.describe()) for s in shapes))


main()
