"""Big arithmetic agrees with itself (a linear generator, no luck involved)."""
state = 12345
def number(bits):
    global state
    result = 0
    for _ in range(bits // 30 + 1):
        state = (state * 1103515245 + 12345) % 2**31
        result = result << 30 | state
    return result - (result >> 1) * 2 * (state & 1)
checks = 0
for size in (20, 40, 48, 50, 62, 64, 66, 100, 300, 1000):
    for _ in range(30):
        a, b, c = number(size), number(size // 2) or 1, number(40) % 50
        q, r = divmod(a, b)
        assert q * b + r == a and (r == 0 or (r < 0) == (b < 0)) and abs(r) < abs(b)
        assert (a + b) - b == a and (a - b) + b == a and a * b == b * a
        assert a << c >> c == a and a >> c == a // 2**c and a ^ b ^ b == a
        assert (a & b) + (a | b) == a + b and ~a == -a - 1
        assert int(str(a)) == a and int(hex(a), 0) == a and int(oct(a), 8) == a
        assert (a < b) == (a - b < 0) and (a == b) == (a - b == 0)
        assert pow(a, 3, b) == a * a * a % b and (a + b) ** 2 == a**2 + 2 * a * b + b**2
        n = (a.bit_length() + 8) // 8
        assert int.from_bytes(a.to_bytes(n, 'big', signed=True), 'big', signed=True) == a
        assert float(a) == a / 1 and hash(a) == hash(a + 0)
        checks += 1
print(checks, state)                    # expect: 300 1012865961
