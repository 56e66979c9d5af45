"""Five bodies under gravity: float arithmetic on lists."""
PI = 3.141592653589793
MASS = 4 * PI * PI
YEAR = 365.24
# x, y, z, vx, vy, vz, mass
BODIES = [
    [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, MASS],
    [4.84143144246472090, -1.16032004402742839, -0.103622044471123109, 0.00166007664274403694 * YEAR,
     0.00769901118419740425 * YEAR, -0.0000690460016972063023 * YEAR, 0.000954791938424326609 * MASS],
    [8.34336671824457987, 4.12479856412430479, -0.403523417114321381, -0.00276742510726411 * YEAR,
     0.00499852801234917238 * YEAR, 0.0000230417297573763929 * YEAR, 0.000285885980666130812 * MASS],
    [12.8943695621391310, -15.1111514016986312, -0.223307578892655734, 0.00296460137564761618 * YEAR,
     0.00237847173959480950 * YEAR, -0.0000296589568540237556 * YEAR, 0.0000436624404335156298 * MASS],
    [15.3796971148509165, -25.9193146099879641, 0.179258772950371181, 0.00268067772490389322 * YEAR,
     0.00162824170038242295 * YEAR, -0.0000951592254519715870 * YEAR, 0.0000515138902046611451 * MASS],
]


def energy(bodies):
    total = 0.0
    for i, (x, y, z, vx, vy, vz, m) in enumerate(bodies):
        total += m * (vx * vx + vy * vy + vz * vz) / 2
        for other in bodies[i + 1:]:
            dx, dy, dz = x - other[0], y - other[1], z - other[2]
            total -= m * other[6] / (dx * dx + dy * dy + dz * dz) ** 0.5
    return total


def advance(pairs, bodies, dt, steps):
    for _ in range(steps):
        for a, b in pairs:
            dx = a[0] - b[0]
            dy = a[1] - b[1]
            dz = a[2] - b[2]
            pull = dt * (dx * dx + dy * dy + dz * dz) ** -1.5
            ma, mb = a[6] * pull, b[6] * pull
            a[3] -= dx * mb
            a[4] -= dy * mb
            a[5] -= dz * mb
            b[3] += dx * ma
            b[4] += dy * ma
            b[5] += dz * ma
        for body in bodies:
            body[0] += dt * body[3]
            body[1] += dt * body[4]
            body[2] += dt * body[5]


pairs = [(BODIES[i], BODIES[k]) for i in range(5) for k in range(i + 1, 5)]
print(f'{energy(BODIES):.9f}')
advance(pairs, BODIES, 0.01, 30_000)
print(f'{energy(BODIES):.9f}')
