"""Command-line tool to validate and pretty-print JSON: python -m json.tool [INPUT [OUTPUT]]."""

import json
import sys


def main():
    names = [name for name in sys.argv[1:] if not name.startswith('--')]
    try:
        source = open(names[0], encoding='utf-8') if names and names[0] != '-' else sys.stdin
        with source:
            obj = json.load(source)
        text = json.dumps(obj, indent=4, sort_keys='--sort-keys' in sys.argv,
                          ensure_ascii='--no-ensure-ascii' not in sys.argv) + '\n'
        if len(names) > 1:
            with open(names[1], 'w', encoding='utf-8') as target:
                target.write(text)
        else:
            sys.stdout.write(text)
    except ValueError as error:
        raise SystemExit(error)


if __name__ == '__main__':
    main()
