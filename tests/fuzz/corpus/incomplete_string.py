#incomplete
x = """a
