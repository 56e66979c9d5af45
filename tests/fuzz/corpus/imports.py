from __future__ import annotations, division
import a, b.c as d, e.f
from . import g
from ...h.i import (j as k, l,)
from m import *
