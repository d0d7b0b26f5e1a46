"""A wish: what is asked of the memory, written once for both databases.

A wish is a generator. It yields statements and is sent their rows, so it neither awaits nor knows which
database answers. The driver runs a whole wish in one transaction, and on SQLite in one trip to the
database's thread (a trip costs about as much as five statements). A wish may be run again from its
start, so it holds nothing but values.
"""

import functools
from collections.abc import Callable, Generator, Sequence
from enum import Enum, auto
from typing import Any, NamedTuple, Protocol, TypeVar

T = TypeVar("T")


class Row(Protocol):
    """A row whose columns are read by name. Dates are `date`, moments aware `datetime` in UTC."""

    def __getitem__(self, column: str, /) -> Any: ...


class Statement(NamedTuple):
    sql: str
    values: dict[str, Any]


class Later(NamedTuple):
    """A wish for the end of the transaction. Of equal ones that are asked for meanwhile, one is fulfilled.

    Texts that are settled at the same time share a transaction on SQLite: what follows from all of them is then
    worked out once.
    """

    wish: Callable[..., Generator[Any, Any, object]]
    values: tuple[Any, ...]

    def made(self) -> Generator[Any, Any, object]:
        return self.wish(*self.values)


class Due(Enum):
    """Asks that everything put off so far is done before the wish goes on, as what it reads next depends on it."""

    NOW = auto()


Rows = Sequence[Row]
Wish = Generator[Statement | Later | Due, Rows, T]
Statements = Generator[Statement, Rows, T]


def statements_of(wish: Wish[T], put_off: dict[Later, None]) -> Statements[T]:
    """A wish as a database carries it out: what it puts off is noted, and done where it says that it is due."""
    try:
        asked = next(wish)
        while True:
            rows: Rows = ()
            if isinstance(asked, Statement):
                rows = yield asked
            elif isinstance(asked, Later):
                put_off[asked] = None
            else:
                yield from due(put_off)
            asked = wish.send(rows)
    except StopIteration as done:
        value: T = done.value
        return value


def due(put_off: dict[Later, None]) -> Statements[None]:
    """All that was put off; whoever carries out wishes ends with it."""
    while put_off:
        later, _ = put_off.popitem()
        yield from statements_of(later.made(), put_off)


def whole(wish: Wish[T]) -> Statements[T]:
    """A wish with all that it puts off, for one that has a transaction to itself."""
    put_off: dict[Later, None] = {}
    value = yield from statements_of(wish, put_off)
    yield from due(put_off)
    return value


def sql(text: str, /, **values: Any) -> Statement:
    """A statement in the subset of SQL that SQLite and PostgreSQL share, with `:name` for each value."""
    return Statement(text, values)


def each(name: str, values: Sequence[Any]) -> tuple[list[str], dict[str, Any]]:
    """A place in a statement for each of one or more values: `:name_0`, `:name_1`, ... and what stands there.

    The last one is repeated up to a power of two, so that few statements, which the database has read before, do
    for any number of values.
    """
    names, places = _places(name, 1 << (len(values) - 1).bit_length())
    return places, dict(zip(names, [*values, *[values[-1]] * (len(names) - len(values))], strict=True))


@functools.cache
def _places(name: str, many: int) -> tuple[list[str], list[str]]:
    names = [f"{name}_{place}" for place in range(many)]
    return names, [f":{one}" for one in names]


CLAIMED = "/* claimed */"
"""Stands in a condition of a SELECT on rows with an `id`: true of a row that no other process has claimed, which
then is this one's until `Database.hold` lets go of it. Elsewhere, and on SQLite, it is a comment."""
