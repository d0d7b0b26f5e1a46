"""Opening the memory by its address, and what every database promises."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import ParamSpec, Protocol, TypeVar

from storage.faults import StorageFault
from storage.wishes import Wish

P = ParamSpec("P")
T = TypeVar("T")


class Database(Protocol):
    """One house's memory. Both operations run a whole wish in one transaction."""

    async def write(self, wish: Callable[P, Wish[T]], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a wish that changes something; it returns after the commit has reached the disk."""
        ...

    async def read(self, wish: Callable[P, Wish[T]], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a wish that only looks, beside the writers and on one snapshot."""
        ...

    def hold(
        self, wish: Callable[P, Wish[T]], *args: P.args, **kwargs: P.kwargs
    ) -> AbstractAsyncContextManager[T]:
        """Run a wish that looks, and keep the rows it claimed (storage.wishes.CLAIMED) while the block runs.

        A claim keeps nobody from writing to the row. A process that is killed in the block lets go at once; one
        that is stopped keeps its claims until it goes on.
        """
        ...

    async def copy_to(self, path: Path) -> None:
        """Write all rows, as they stand at one moment, to a new SQLite file at `path`; writers go on meanwhile."""
        ...

    async def fill_from(self, path: Path) -> None:
        """Put the rows of such a file in the place of all rows, in one transaction; its tables are up to date."""
        ...

    async def tidy(self) -> str | None:
        """Refresh what the planner knows and look for damage, which is returned in words; None when all is well."""
        ...

    async def close(self) -> None: ...


def sqlite_path(url: str) -> Path | None:
    """The file behind a `sqlite:///path` address; None for another kind of database."""
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None


async def open_database(url: str) -> Database:
    """Open the database at `url` (`sqlite:///file` or `postgresql://…`) with its tables up to date.

    Raises StorageFault when it cannot be opened, is not writable or was made by a newer version.
    """
    path = sqlite_path(url)
    if path is not None:
        from storage.sqlite import SQLite

        return await SQLite.open(path)
    if url.startswith(("postgresql://", "postgres://")):
        from storage.postgres import Postgres

        return await Postgres.open(url)
    scheme = url.partition(":")[0]
    raise StorageFault(
        f"DATABASE_URL begins with {scheme!r}; use sqlite:///path/to/file.db or postgresql://user@host/database"
    )
