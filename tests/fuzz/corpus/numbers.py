0 00 0x_ff 0b1_0 0o17 1_000.5e-1_0 1. .5 1e5j 0j 1if x else 2
