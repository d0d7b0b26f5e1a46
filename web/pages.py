"""Pages: templates filled with facts and with words in the reader's language."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from reports.wording import Wording, languages, wording

HERE = Path(__file__).parent
STATIC = HERE / "static"

_templates = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def words_for(request: Request, default: str) -> Wording:
    """The words of `?lang=`; of the `default` language where the request names none that we speak."""
    asked = request.query_params.get("lang", "")
    return wording(asked if asked in languages() else default)


def page(template: str, words: Wording, **facts: object) -> HTMLResponse:
    """The page of a template, which says its sentences with `say`."""
    text = _templates.get_template(template).render(say=words.say, language=words.language, **facts)
    return HTMLResponse(text, headers={"Content-Language": words.language})
