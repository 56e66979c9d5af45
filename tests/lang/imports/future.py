"""from __future__ import: known without any library installed."""
from __future__ import annotations, division
import __future__

def f(x: undefined_name) -> 1 + 1: pass
print(f.__annotations__, annotations.compiler_flag)
for name in __future__.all_feature_names:
    print(name, getattr(__future__, name))
print(division.getOptionalRelease(), division.getMandatoryRelease())
print(sorted(n for n in dir(__future__) if n.startswith('CO_')))
