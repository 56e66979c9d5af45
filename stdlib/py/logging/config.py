"""Setting up logging from a dict: loggers, handlers, filters and formatters by name."""

import logging
import logging.handlers
import re

__all__ = ['dictConfig', 'DictConfigurator', 'dictConfigClass']

_IDENTIFIER = re.compile('[a-z_][a-z0-9_]*$', re.I)


class DictConfigurator:
    """Makes what the dict describes. Text may be `ext://module.name` for an object that is there,
    or `cfg://handlers.file` for another part of the dict."""

    def __init__(self, config):
        self.config = config

    # --- Values ---

    def resolve(self, name):
        """The object of that dotted name."""
        from importlib import import_module
        module, _, path = name.partition('.')
        try:
            found = import_module(module)
            for part in path.split('.') if path else ():
                module += '.' + part
                if not hasattr(found, part):
                    import_module(module)
                found = getattr(found, part)
        except (ImportError, AttributeError) as e:
            raise ValueError(f'Cannot resolve {name!r}: {e}') from e
        return found

    def _part(self, path):
        """The part of the dict that `handlers.file` or `list[0]` leads to."""
        found = self.config
        for name, index in re.findall(r'(\w+)|\[([^]]*)\]', path):
            if name or not index.isdigit():
                found = found[name or index]
            else:
                try:
                    found = found[int(index)]
                except (TypeError, KeyError):
                    found = found[index]
        return found

    def convert(self, value):
        """The value with what its texts refer to."""
        if isinstance(value, dict):
            return {key: self.convert(each) for key, each in value.items()}
        if isinstance(value, (list, tuple)) and not hasattr(value, '_fields'):
            return type(value)([self.convert(each) for each in value])
        if isinstance(value, str):
            if value.startswith('ext://'):
                return self.resolve(value[6:])
            if value.startswith('cfg://'):
                return self.convert(self._part(value[6:]))
        return value

    def configure_custom(self, config):
        """What the factory under '()' makes of the rest."""
        factory = config.pop('()')
        if not callable(factory):
            factory = self.resolve(factory)
        attributes = config.pop('.', None)
        return self._call(factory, config, attributes)

    @staticmethod
    def _call(factory, keywords, attributes):
        for key in keywords:
            if not _IDENTIFIER.match(key):
                raise ValueError(f'Not a valid Python identifier: {key!r}')
        made = factory(**keywords)
        for name, value in (attributes or {}).items():
            setattr(made, name, value)
        return made

    # --- The parts ---

    def configure(self):
        config = self.convert(self.config)
        if config.get('version') != 1:
            raise ValueError(f"Unsupported version: {config.get('version')}"
                             if 'version' in config else "dictionary doesn't specify a version")
        with logging._lock:
            if config.get('incremental'):
                self._change(config)
            else:
                self._make(config)

    def _change(self, config):
        """Only levels, and whether loggers propagate."""
        for name, wanted in config.get('handlers', {}).items():
            handler = logging.getHandlerByName(name)
            if handler is None:
                raise ValueError(f'No handler found with name {name!r}')
            if 'level' in wanted:
                handler.setLevel(wanted['level'])
        for name, wanted in config.get('loggers', {}).items():
            self._set_up(logging.getLogger(name), wanted, None)
        if config.get('root'):
            self._set_up(logging.getLogger(), config['root'], None)

    def _make(self, config):
        existing = {name: logger for name, logger in logging.root.manager.loggerDict.items()
                    if isinstance(logger, logging.Logger)}
        logging._handlers.clear()
        logging.shutdown(logging._handlerList[:])
        del logging._handlerList[:]
        parts = {}
        for kind, make in (('formatters', self._formatter), ('filters', self._filter)):
            parts[kind] = {}
            for name, wanted in config.get(kind, {}).items():
                parts[kind][name] = self._named(kind[:-1], name, make, wanted)
        parts['handlers'] = {}
        waiting = dict(sorted(config.get('handlers', {}).items()))
        while waiting:      # One may have another for its target.
            ready = [name for name in waiting if waiting[name].get('target') not in waiting]
            for name in ready or list(waiting):
                handler = self._named('handler', name, self._handler, waiting.pop(name), parts)
                handler.name = name
                parts['handlers'][name] = handler
        wanted = config.get('loggers', {})
        for name, each in wanted.items():
            logger = logging.getLogger(name)
            logger.disabled = False
            self._named('logger', name, self._set_up, logger, each, parts)
        for name, logger in existing.items():
            if name in wanted:
                continue
            if any(name.startswith(each + '.') for each in wanted):
                logger.setLevel(logging.NOTSET)     # The one above decides.
                logger.handlers, logger.propagate = [], True
            else:
                logger.disabled = config.get('disable_existing_loggers', True)
        if config.get('root'):
            self._named('root logger', '', self._set_up, logging.getLogger(), config['root'], parts)

    @staticmethod
    def _named(kind, name, make, *args):
        try:
            return make(*args)
        except Exception as e:
            raise ValueError(f'Unable to configure {kind} {name!r}' if name
                             else f'Unable to configure {kind}') from e

    def _formatter(self, config):
        if '()' in config:
            try:
                return self.configure_custom(dict(config))
            except TypeError as e:
                if "'format'" not in str(e):
                    raise
            config['fmt'] = config.pop('format')    # The name of the parameter in logging itself.
            return self.configure_custom(config)
        kind = self.resolve(config['class']) if config.get('class') else logging.Formatter
        keywords = {key: config[key] for key in ('validate', 'defaults') if key in config}
        return kind(config.get('format'), config.get('datefmt'), config.get('style', '%'),
                    **keywords)

    def _filter(self, config):
        return self.configure_custom(config) if '()' in config else \
            logging.Filter(config.get('name', ''))

    def _handler(self, config, parts):
        config = dict(config)
        formatter, level = config.pop('formatter', None), config.pop('level', None)
        filters = config.pop('filters', None)
        if isinstance(config.get('target'), str) and config['target'] in parts['handlers']:
            config['target'] = parts['handlers'][config['target']]
        if '()' in config:
            handler = self.configure_custom(config)
        else:
            kind, attributes = self.resolve(config.pop('class')), config.pop('.', {})
            handler = self._call(kind, config, attributes)
        if formatter:
            handler.setFormatter(parts['formatters'][formatter])
        if level is not None:
            handler.setLevel(level)
        self._add_filters(handler, filters, parts)
        return handler

    @staticmethod
    def _add_filters(target, names, parts):
        for name in names or ():
            is_filter = callable(name) or callable(getattr(name, 'filter', None))
            target.addFilter(name if is_filter else parts['filters'][name])

    def _set_up(self, logger, config, parts):
        """Give the logger its level and, unless parts is None, its handlers and filters."""
        if config.get('level') is not None:
            logger.setLevel(config['level'])
        if parts is not None:
            for handler in logger.handlers[:]:
                logger.removeHandler(handler)
            for name in config.get('handlers', ()):
                logger.addHandler(parts['handlers'][name])
            self._add_filters(logger, config.get('filters'), parts)
        if config.get('propagate') is not None:
            logger.propagate = config['propagate']


dictConfigClass = DictConfigurator


def dictConfig(config):
    """Set up logging as the dict says."""
    dictConfigClass(config).configure()
