"""`python -m yulsn_codegen` is the command `yulsn-codegen`."""

import sys

from .cli import main

if __name__ == "__main__":
    sys.exit(main())
