"""HTTP: what its status codes and methods mean.

The enumerations are made when first asked for: urllib needs the phrases only.
"""

__all__ = ['HTTPStatus', 'HTTPMethod']

# Code, name, and the phrase where it is not just the name.
_STATUSES = (
    (100, 'CONTINUE'), (101, 'SWITCHING_PROTOCOLS'), (102, 'PROCESSING'), (103, 'EARLY_HINTS'),
    (200, 'OK', 'OK'), (201, 'CREATED'), (202, 'ACCEPTED'),
    (203, 'NON_AUTHORITATIVE_INFORMATION', 'Non-Authoritative Information'), (204, 'NO_CONTENT'),
    (205, 'RESET_CONTENT'), (206, 'PARTIAL_CONTENT'), (207, 'MULTI_STATUS', 'Multi-Status'),
    (208, 'ALREADY_REPORTED'), (226, 'IM_USED', 'IM Used'), (300, 'MULTIPLE_CHOICES'),
    (301, 'MOVED_PERMANENTLY'), (302, 'FOUND'), (303, 'SEE_OTHER'), (304, 'NOT_MODIFIED'),
    (305, 'USE_PROXY'), (307, 'TEMPORARY_REDIRECT'), (308, 'PERMANENT_REDIRECT'),
    (400, 'BAD_REQUEST'), (401, 'UNAUTHORIZED'), (402, 'PAYMENT_REQUIRED'), (403, 'FORBIDDEN'),
    (404, 'NOT_FOUND'), (405, 'METHOD_NOT_ALLOWED'), (406, 'NOT_ACCEPTABLE'),
    (407, 'PROXY_AUTHENTICATION_REQUIRED'), (408, 'REQUEST_TIMEOUT'), (409, 'CONFLICT'),
    (410, 'GONE'), (411, 'LENGTH_REQUIRED'), (412, 'PRECONDITION_FAILED'),
    (413, 'REQUEST_ENTITY_TOO_LARGE'), (414, 'REQUEST_URI_TOO_LONG', 'Request-URI Too Long'),
    (415, 'UNSUPPORTED_MEDIA_TYPE'), (416, 'REQUESTED_RANGE_NOT_SATISFIABLE'),
    (417, 'EXPECTATION_FAILED'), (418, 'IM_A_TEAPOT', "I'm a Teapot"),
    (421, 'MISDIRECTED_REQUEST'), (422, 'UNPROCESSABLE_ENTITY'), (423, 'LOCKED'),
    (424, 'FAILED_DEPENDENCY'), (425, 'TOO_EARLY'), (426, 'UPGRADE_REQUIRED'),
    (428, 'PRECONDITION_REQUIRED'), (429, 'TOO_MANY_REQUESTS'),
    (431, 'REQUEST_HEADER_FIELDS_TOO_LARGE'), (451, 'UNAVAILABLE_FOR_LEGAL_REASONS'),
    (500, 'INTERNAL_SERVER_ERROR'), (501, 'NOT_IMPLEMENTED'), (502, 'BAD_GATEWAY'),
    (503, 'SERVICE_UNAVAILABLE'), (504, 'GATEWAY_TIMEOUT'),
    (505, 'HTTP_VERSION_NOT_SUPPORTED', 'HTTP Version Not Supported'),
    (506, 'VARIANT_ALSO_NEGOTIATES'), (507, 'INSUFFICIENT_STORAGE'), (508, 'LOOP_DETECTED'),
    (510, 'NOT_EXTENDED'), (511, 'NETWORK_AUTHENTICATION_REQUIRED'),
)

_PHRASES = {code: phrase[0] if phrase else name.replace('_', ' ').title()
            for code, name, *phrase in _STATUSES}

_METHODS = {
    'CONNECT': 'Establish a connection to the server.',
    'DELETE': 'Remove the target.',
    'GET': 'Retrieve the target.',
    'HEAD': 'Same as GET, but only retrieve the status line and header section.',
    'OPTIONS': 'Describe the communication options for the target.',
    'PATCH': 'Apply partial modifications to a target.',
    'POST': 'Perform target-specific processing with the request payload.',
    'PUT': 'Replace the target with the request payload.',
    'TRACE': 'Perform a message loop-back test along the path to the target.',
}


def _make_status():
    import enum

    class Status(enum.IntEnum):
        """HTTP status codes and reason phrases"""

        def __new__(cls, value, phrase, description=''):
            self = int.__new__(cls, value)
            self._value_ = value
            self.phrase = phrase
            self.description = description
            return self

    return Status('HTTPStatus', {name: (code, _PHRASES[code]) for code, name, *_ in _STATUSES},
                  module=__name__)


def _make_method():
    import enum

    class Method(enum.StrEnum):
        """HTTP methods and descriptions"""

        def __new__(cls, value, description):
            self = str.__new__(cls, value)
            self._value_ = value
            self.description = description
            return self

        def __repr__(self):
            return f'<{self.__class__.__name__}.{self._name_}>'

    return Method('HTTPMethod', {name: (name, text) for name, text in _METHODS.items()},
                  module=__name__)


def __getattr__(name):
    if name == 'HTTPStatus':
        globals()[name] = _make_status()
    elif name == 'HTTPMethod':
        globals()[name] = _make_method()
    else:
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    return globals()[name]
