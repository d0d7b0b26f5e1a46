"""Enclosures made into files: read from the memory, then set beside the event loop, one at a time."""

import asyncio
import zipfile
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from io import BytesIO

from bot.reporting import Material, document, material_of
from reports import enclosed
from reports.document import Chart
from reports.files import FORMATS
from reports.wording import wording
from shelter.enclosures import Diagram, Enclosure, File, FileForm
from storage.database import Database
from storage.house import load_house
from storage.wishes import Wish

Make = Callable[[Enclosure, datetime], Awaitable[File]]
"""Makes the file that is asked for, as known at the moment that its message was queued. Raises NothingToDraw."""


PIXELS = 1280
"""The width of a picture: as wide as Telegram shows any."""


class NothingToDraw(Exception):
    """The period has nothing that the diagram could show."""


class Maker:
    """Makes files. Setting a long report takes a second, so no two are set at once and the loop is left free."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._one = asyncio.Lock()

    async def __call__(self, enclosure: Enclosure, at: datetime) -> File:
        """The file; the same moment and figures give the same bytes. Raises NothingToDraw."""
        async with self._one:
            material = await self._database.read(_material, enclosure, at)
            return await asyncio.to_thread(made, enclosure, material)


def _material(enclosure: Enclosure, at: datetime) -> Wish[Material]:
    house = yield from load_house()
    return (yield from material_of(house, enclosure.period, at, draft=enclosure.draft))


def made(enclosure: Enclosure, material: Material) -> File:
    if enclosure.sites:
        material = material.of_sites(enclosure.sites)
    words = wording(enclosure.language)
    told = document(material, enclosure.language, enclosure.audience)
    version = material.signed.version if material.signed else None
    if enclosure.diagram is not None:
        chart = _chart(tuple(told.charts()), enclosure.diagram)
        from reports.chart import PHONE, png

        name = enclosed.picture_name(enclosure)
        return File(name, png(chart, PIXELS, PHONE), is_picture=True, alt=chart.alt)
    stem = enclosed.file_stem(words, enclosure, version)
    made = FORMATS[enclosure.form.value](told)
    if enclosure.form is FileForm.CSV:
        return File(f"{stem}.zip", _packed(stem, made))
    return File(f"{stem}.{enclosure.form.value}", made[""])


def _chart(charts: tuple[Chart, ...], diagram: Diagram) -> Chart:
    for chart in charts:
        if chart.name == diagram.value and any(
            value is not None for series in chart.series for value in series.values
        ):
            return chart
    raise NothingToDraw(diagram.value)


def _packed(stem: str, contents: Mapping[str, bytes]) -> bytes:
    """The data files of a report as one; their dates are fixed, so that the same figures give the same bytes."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for ending, content in contents.items():
            archive.writestr(zipfile.ZipInfo(f"{stem}{ending}.csv"), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
