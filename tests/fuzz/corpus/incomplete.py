#incomplete
def f(
