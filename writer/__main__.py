"""``python -m writer``."""

from writer.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
