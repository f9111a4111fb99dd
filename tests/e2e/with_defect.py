"""The program with a defect from `planted.py`: python with_defect.py DEFECT ARGUMENTS."""

import os
import sys

if __name__ == "__main__":
    tests = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    sys.path[:0] = [tests, os.path.dirname(tests)]
    from e2e import planted

    from quiz.cli.main import run

    planted.plant(sys.argv[1])
    sys.exit(run(sys.argv[2:]))
