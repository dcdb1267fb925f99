"""Where the tests of reading find the builder of pages (stress.py), in every import mode of pytest."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
