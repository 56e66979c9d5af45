"""Other names of the standard encodings."""

import _codecs

# Normalised name to the name of a codec written in C.
builtin_codecs = {alias: name
                  for name, words in _codecs._builtin_codecs() for alias in words.split()}

# Normalised alias to the name of an encoding, as a module would be called.
aliases = {alias: name.replace('-', '_') for alias, name in builtin_codecs.items()}
aliases.update({
    'base64': 'base64_codec', 'base_64': 'base64_codec',
    'bz2': 'bz2_codec',
    'hex': 'hex_codec',
    'quopri': 'quopri_codec', 'quoted_printable': 'quopri_codec', 'quotedprintable': 'quopri_codec',
    'rot13': 'rot_13',
    'uu': 'uu_codec',
    'zip': 'zlib_codec', 'zlib': 'zlib_codec',
})
