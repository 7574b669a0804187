"""Runs every Python test beside this file. The last line is `N passed, N failed`."""

import pathlib
import sys
import unittest

here = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(here))
suite = unittest.defaultTestLoader.discover(str(here), pattern="test_*.py")
result = unittest.TextTestRunner(verbosity=2, stream=sys.stdout).run(suite)
failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
# A module that can't be loaded runs no test but is a failure, so the first number never goes below zero.
print(f"{max(result.testsRun - failed - len(result.skipped), 0)} passed, {failed} failed")
sys.exit(0 if result.testsRun and not failed and not result.skipped else 1)
