"""The meeting pack as a Word file with real headings: read by screen readers, and easy to add to before a meeting."""

import re
from io import BytesIO
from typing import Any

from bot.meeting_pack import Entry, Pack

# What no XML file can hold; python-docx refuses it.
_NOT_IN_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LANGUAGE = "en-GB"
_ACCENT = "0B5A5E"


def document(pack: Pack) -> bytes:
    """The file's bytes. What people wrote stands in it as they typed it: none of it is read as anything else."""
    made = _sheet(pack)
    made.add_heading(_plain(pack.title), 0)
    made.add_paragraph(_plain(f"{pack.trust}\n{pack.span}"))
    for section in pack.sections:
        made.add_heading(_plain(section.title), 1)
        if not section.groups:
            made.add_paragraph(_plain(section.empty))
        for group in section.groups:
            if group.title:
                made.add_heading(_plain(group.title), 2)
            for entry in group.entries:
                _write(made, entry, level=3 if group.title else 2)
    made.add_paragraph(_plain(pack.foot)).runs[0].italic = True
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def _sheet(pack: Pack) -> Any:
    """An empty sheet of A4 in our language."""
    # Read with the first pack: it takes a while, and most processes never make one.
    from docx import Document  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Cm, RGBColor  # noqa: PLC0415

    made = Document()
    page, about = made.sections[0], made.core_properties
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2.2)
    about.title, about.author, about.language, about.comments = _plain(pack.title), _plain(pack.trust), _LANGUAGE, ""
    for language in made.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), _LANGUAGE)
    for style in ("Title", "Heading 1", "Heading 2", "Heading 3"):
        made.styles[style].font.color.rgb = RGBColor.from_string(_ACCENT)
    return made


def _write(made: Any, entry: Entry, level: int) -> None:
    made.add_heading(_plain(entry.title), level)
    school = made.add_paragraph(_plain(entry.school))
    school.paragraph_format.keep_with_next = True
    school.runs[0].italic = True
    for heading, text in entry.texts:
        said = made.add_paragraph()
        if heading:
            said.add_run(f"{_plain(heading)}: ").bold = True
        said.add_run(_plain(text))


def _plain(text: str) -> str:
    return _NOT_IN_XML.sub("", text)
