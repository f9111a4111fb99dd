"""The face in lines: for pipes, screen readers, dumb terminals and tests."""
