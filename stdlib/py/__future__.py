"""Features of the language that a module can ask for before they are the rule.

A `from __future__ import` is read by the compiler; this module says when each feature came.
"""
_CO = {
    'generators': 0, 'nested_scopes': 0x10, 'division': 0x20000, 'absolute_import': 0x40000,
    'with_statement': 0x80000, 'print_function': 0x100000, 'unicode_literals': 0x200000,
    'barry_as_FLUFL': 0x400000, 'generator_stop': 0x800000, 'annotations': 0x1000000,
}

all_feature_names = ['nested_scopes', 'generators', 'division', 'absolute_import',
                     'with_statement', 'print_function', 'unicode_literals', 'barry_as_FLUFL',
                     'generator_stop', 'annotations']
__all__ = ['all_feature_names', *all_feature_names]

CO_NESTED = 0x10
CO_GENERATOR_ALLOWED = 0
CO_FUTURE_DIVISION = _CO['division']
CO_FUTURE_ABSOLUTE_IMPORT = _CO['absolute_import']
CO_FUTURE_WITH_STATEMENT = _CO['with_statement']
CO_FUTURE_PRINT_FUNCTION = _CO['print_function']
CO_FUTURE_UNICODE_LITERALS = _CO['unicode_literals']
CO_FUTURE_BARRY_AS_BDFL = _CO['barry_as_FLUFL']
CO_FUTURE_GENERATOR_STOP = _CO['generator_stop']
CO_FUTURE_ANNOTATIONS = _CO['annotations']


class _Feature:
    """When a feature could first be asked for, and when it became (or becomes) the rule."""

    def __init__(self, optional, mandatory, compiler_flag):
        self.optional = optional
        self.mandatory = mandatory
        self.compiler_flag = compiler_flag

    def getOptionalRelease(self):
        """The first release in which the feature was recognized, as sys.version_info."""
        return self.optional

    def getMandatoryRelease(self):
        """The release in which the feature becomes the rule; None: it never does."""
        return self.mandatory

    def __repr__(self):
        return f'_Feature{(self.optional, self.mandatory, self.compiler_flag)!r}'


def _feature(name, optional, mandatory, *, alpha=0, beta=0, end='alpha'):
    level = ('alpha', alpha) if alpha else ('beta', beta)
    release = None if mandatory is None else (*mandatory, 0, end, 0)
    globals()[name] = _Feature((*optional, *level), release, _CO[name])


_feature('nested_scopes', (2, 1, 0), (2, 2), beta=1)
_feature('generators', (2, 2, 0), (2, 3), alpha=1, end='final')
_feature('division', (2, 2, 0), (3, 0), alpha=2)
_feature('absolute_import', (2, 5, 0), (3, 0), alpha=1)
_feature('with_statement', (2, 5, 0), (2, 6), alpha=1)
_feature('print_function', (2, 6, 0), (3, 0), alpha=2)
_feature('unicode_literals', (2, 6, 0), (3, 0), alpha=2)
_feature('barry_as_FLUFL', (3, 1, 0), (4, 0), alpha=2)
_feature('generator_stop', (3, 5, 0), (3, 7), beta=1)
_feature('annotations', (3, 7, 0), None, beta=1)
