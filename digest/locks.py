"""One at a time: an open file to a lock that ends with the program that holds it, however that ends."""

import sys

if sys.platform == "win32":

    def take_lock(_handle: int) -> bool:
        """Say that nobody else holds it: Windows has no such locks on folders."""
        return True

else:
    import fcntl

    def take_lock(handle: int) -> bool:
        """Lock an open file or folder for as long as it is open; False where another program holds the lock.

        A file system without locks (some network drives) lets everybody in: what is written stays whole all the same.
        """
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True
        return True
