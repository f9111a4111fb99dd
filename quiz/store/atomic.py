"""Writing a file whole or not at all."""

import contextlib
import errno
import os


def write_whole(path: str, data: bytes) -> None:
    """Replace a file by these bytes: after a crash it is the old one or the new one, never a part. Raises OSError."""
    folder = os.path.dirname(path) or "."
    part = os.path.join(folder, f".{os.path.basename(path)}.{os.getpid()}.part")
    try:
        mode = os.stat(path).st_mode & 0o777
    except FileNotFoundError:
        mode = 0o644
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    fd = os.open(part, flags, mode)
    try:
        try:
            write_fully(fd, data)
            os.fsync(fd)
        finally:
            os.close(fd)
        os.replace(part, path)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(part)
        raise
    sync_folder(folder)


def write_fully(fd: int, data: bytes) -> None:
    """Write all of the bytes. Raises OSError."""
    view = memoryview(data)
    while view:
        written = os.write(fd, view)
        if not written:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        view = view[written:]


def sync_folder(path: str) -> None:
    """Make a rename or a new name in a folder durable, where the system can."""
    if os.name == "nt":
        return
    fd = os.open(path, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def sync_data(fd: int) -> None:
    """Make written bytes durable: past the drive's own cache on macOS. Raises OSError."""
    if hasattr(os, "fdatasync"):
        os.fdatasync(fd)
        return
    try:
        import fcntl

        fcntl.fcntl(fd, fcntl.F_FULLFSYNC)  # type: ignore[attr-defined,unused-ignore]
    except (ImportError, AttributeError):
        os.fsync(fd)
