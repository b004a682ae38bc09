"""`python -m panamarc` is the command `panamarc`."""

import sys

from panamarc.cli import main

if __name__ == "__main__":
    sys.exit(main())
