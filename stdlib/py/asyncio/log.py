"""The logger 'asyncio', which is fetched when there is something to say: logging is large."""


def __getattr__(name):
    if name == 'logger':
        import logging
        return logging.getLogger('asyncio')
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
