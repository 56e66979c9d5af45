#eval
(yield), lambda: x, *y