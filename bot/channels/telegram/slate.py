"""What is on its way right now, noted where a kill does not erase it and a note waits for no disk.

A message whose request was under way when the process was killed has an unknown fate. But the system still delivers
what was handed over to it: a message whose request had left is not sent again, one whose request was about to leave
is. Nothing else of the process happens between those two notes, so that a kill repeats at most one message, however
many were under way. A power cut takes the system's memory with it: of an earlier boot nothing is believed.
"""

import contextlib
import fcntl
import mmap
import os
import struct
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import BinaryIO

PLACES = 64
"""Requests under way at once."""

MOST_SLATES = 16
"""Processes that share a folder have one each."""

_HEAD = 64
_PLACE = struct.Struct("=qqqB7x")
"""Message of the outbox, its claim, its number at Telegram, and its fate, which is written last, in one go."""

_FATE_AT = 24
_BOOT = Path("/proc/sys/kernel/random/boot_id")


class Fate(IntEnum):
    """How far a message had come; 0 is an empty place."""

    CLAIMED = 1
    ABOUT_TO_LEAVE = 2
    LEFT = 3
    ARRIVED = 4


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A message that was under way. `claim` is when its claim ends, in microseconds since 1970."""

    message: int
    claim: int
    sent_as: int
    fate: Fate


class Slate:
    """The notes of one process; open it once, and read what is left of the process before."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = _first_free(folder)
        self._file.truncate(_HEAD + PLACES * _PLACE.size)
        self._map = mmap.mmap(self._file.fileno(), _HEAD + PLACES * _PLACE.size)
        boot = _boot()
        self.is_believed = self._map[:_HEAD] == boot
        """Whether what is left was noted since the system was started."""
        self.left_behind = self._left_behind() if self.is_believed else []
        self._map[:] = boot + bytes(PLACES * _PLACE.size)
        self._free = [_HEAD + number * _PLACE.size for number in range(PLACES)]

    def _left_behind(self) -> list[UnderWay]:
        found = [_PLACE.unpack_from(self._map, _HEAD + number * _PLACE.size) for number in range(PLACES)]
        return [
            UnderWay(message, claim, sent_as, Fate(fate))
            for message, claim, sent_as, fate in found
            if fate in set(Fate)
        ]

    def place(self, message: int, claim: int) -> "Place":
        """A place for a message that has just been claimed."""
        return Place(self._map, self._free, message, claim)

    def close(self) -> None:
        self._map.close()
        self._file.close()


class Place:
    """One message's place on the slate, from its claim until its end is in the database."""

    def __init__(self, slate: mmap.mmap, free: list[int], message: int, claim: int) -> None:
        self._slate = slate
        self._free = free
        self._at = free.pop()
        _PLACE.pack_into(slate, self._at, message, claim, 0, 0)
        self._is(Fate.CLAIMED)

    def on_write(self, begins: bool) -> None:
        self._is(Fate.ABOUT_TO_LEAVE if begins else Fate.LEFT)

    def arrived(self, sent_as: int) -> None:
        struct.pack_into("=q", self._slate, self._at + 16, sent_as)
        self._is(Fate.ARRIVED)

    def came_back(self) -> None:
        """It is known not to have arrived."""
        self._is(Fate.CLAIMED)

    def free(self) -> None:
        self._slate[self._at + _FATE_AT] = 0
        self._free.append(self._at)

    def _is(self, fate: Fate) -> None:
        self._slate[self._at + _FATE_AT] = fate


def _first_free(folder: Path) -> BinaryIO:
    for number in range(1, MOST_SLATES + 1):
        path = folder / f"telegram-{number}.slate"
        file = path.open("r+b" if path.exists() else "w+b")
        with contextlib.suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return file
        file.close()
    raise OSError(f"{MOST_SLATES} processes use {folder}")


def _boot() -> bytes:
    """The name of this run of the system, which a power cut ends. Where it has none, nothing is ever believed."""
    name = _BOOT.read_bytes() if _BOOT.exists() else os.urandom(_HEAD)
    return name[:_HEAD].ljust(_HEAD)
