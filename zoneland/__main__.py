"""``python -m zoneland`` is the same as ``zoneland``."""

from zoneland.cli import main

if __name__ == "__main__":
    main()
