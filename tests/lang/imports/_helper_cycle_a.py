a_name = 'a'
import _helper_cycle_b as b
late = 'late'
