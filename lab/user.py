"""The user that the nodes run as, and which files this user can access.

Elasticsearch does not run as root. If root starts the lab, the nodes run as the user who called `sudo`, or as
`nobody`. Otherwise, they run as the user who starts the lab.
"""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class User:
    """A user other than ourselves, to whom a child process is handed over."""

    uid: int
    gid: int

    def can_enter(self, folder: Path) -> bool:
        """Whether this user may pass through a folder and all that it lies in, by their modes."""
        folder = folder.resolve()
        return all(self._may(path, read=False) for path in (folder, *folder.parents) if path.exists())

    def can_read(self, file: Path) -> bool:
        """Whether this user may read a file, its folders included."""
        return self.can_enter(file.parent) and self._may(file.resolve(), read=True)

    def _may(self, path: Path, *, read: bool) -> bool:
        status = path.stat()
        if status.st_uid == self.uid:
            needed = stat.S_IRUSR if read else stat.S_IXUSR
        elif status.st_gid == self.gid:
            needed = stat.S_IRGRP if read else stat.S_IXGRP
        else:
            needed = stat.S_IROTH if read else stat.S_IXOTH
        return bool(status.st_mode & needed)

    def own(self, folder: Path) -> None:
        """Give a folder and everything in it to this user."""
        for path in (folder, *folder.rglob("*")):
            os.chown(path, self.uid, self.gid, follow_symlinks=False)


def of_nodes() -> User | None:
    """The user to hand nodes to; None when they run as ourselves."""
    if os.geteuid() != 0:
        return None
    if sudo := os.environ.get("SUDO_UID"):
        account = pwd.getpwuid(int(sudo))
        if account.pw_uid != 0:
            return User(account.pw_uid, account.pw_gid)
    nobody = pwd.getpwnam("nobody")
    return User(nobody.pw_uid, nobody.pw_gid)
