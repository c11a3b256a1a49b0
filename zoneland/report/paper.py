"""The Word report's paper: page, fonts on the styles, header, page numbers."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import quoteattr

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from zoneland.core.wording import words
from zoneland.report.clean import clean
from zoneland.report.colours import HEADING as HEADING_TINT
from zoneland.report.colours import NOTICE_INK
from zoneland.report.fonts import BODY, HEADING, Typeface

if TYPE_CHECKING:
    from datetime import date

    from docx.document import Document
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph

    from zoneland.core.problems import Lang

PAGE_WIDTH_CM, PAGE_HEIGHT_CM = 21.0, 29.7
SIDE_MARGIN_CM, TOP_MARGIN_CM, EDGE_CM = 1.7, 1.3, 0.6
TEXT_WIDTH_CM: Final = PAGE_WIDTH_CM - 2 * SIDE_MARGIN_CM

LINE: Final = 1.2
"""Of a line of small print, in heights of its letters: fonts differ in what they take."""

CELL_STYLE: Final = "ZonelandCell"
NOTICE_STYLE: Final = "ZonelandNotice"
"""Our own styles; without blanks, so that name and id are the same."""

STYLES: Final[dict[str, tuple[Typeface, float, bool]]] = {
    "Normal": (BODY, 10.5, False),
    "Title": (HEADING, 26, True),
    "Subtitle": (HEADING, 16, False),
    "Heading 1": (HEADING, 16, True),
    "Heading 2": (HEADING, 14, True),
    "Heading 3": (HEADING, 11, True),
}
"""Typeface, size in points and boldness of the template's styles."""

LATIN_ALTERNATES: Final = {
    "roman": ("Liberation Serif", "Tinos", "Nimbus Roman", "Noto Serif"),
    "swiss": ("Liberation Sans", "Arimo", "Nimbus Sans", "Noto Sans"),
}
"""What looks like Times New Roman and Arial, by family, where they are missing."""

THEME_FONTS: Final = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")


def new_document(title: str, lang: Lang, *, on: date) -> Document:
    """Give an empty report with its styles, header and page numbers."""
    document = docx.Document()
    _set_properties(document, title, on)
    _set_page(document)
    _set_styles(document)
    _name_alternates(document)
    section = document.sections[0]
    header = section.header.paragraphs[0]
    header.style = document.styles[NOTICE_STYLE]
    header.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    header.add_run(words(lang)["report.notice"])
    _number_pages(section.footer.paragraphs[0], lang)
    return document


def _set_properties(document: Document, title: str, on: date) -> None:
    properties = document.core_properties
    properties.title = clean(title)[:255]
    properties.author = properties.last_modified_by = "zoneland"
    properties.comments = ""
    properties.created = properties.modified = datetime.combine(on, time())
    properties.revision = 1


def _set_page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(PAGE_WIDTH_CM), Cm(PAGE_HEIGHT_CM)
    section.left_margin = section.right_margin = Cm(SIDE_MARGIN_CM)
    section.top_margin = section.bottom_margin = Cm(TOP_MARGIN_CM)
    section.header_distance = section.footer_distance = Cm(EDGE_CM)


def _set_styles(document: Document) -> None:
    # Without it Chinese punctuation takes the shape and place of another country's.
    for language in document.styles.element.xpath("w:docDefaults//w:lang"):
        language.set(qn("w:eastAsia"), "zh-CN")
    for name, (typeface, size_pt, is_bold) in STYLES.items():
        style = document.styles[name]
        set_fonts(style, typeface, size_pt=size_pt, is_bold=is_bold)
        if name != "Normal":
            style.font.color.rgb = RGBColor.from_string(HEADING_TINT.fill)
            style.font.italic = False
    document.styles["Normal"].paragraph_format.space_after = Pt(5)
    for name in ("Heading 2", "Heading 3"):  # a zone with all its parts goes on one page
        document.styles[name].paragraph_format.space_before = Pt(4)
        document.styles[name].paragraph_format.line_spacing = 1.0
    for name, size_pt in ((CELL_STYLE, 8.5), (NOTICE_STYLE, 9.0)):
        style = document.styles.add_style(name, 1)
        style.base_style = document.styles["Normal"]
        set_fonts(style, BODY, size_pt=size_pt, is_bold=name == NOTICE_STYLE)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(1)
        style.paragraph_format.line_spacing = Pt(size_pt * LINE)
    document.styles[NOTICE_STYLE].font.color.rgb = RGBColor.from_string(NOTICE_INK)


def set_fonts(style: ParagraphStyle, typeface: Typeface, *, size_pt: float, is_bold: bool) -> None:
    """Set a style's fonts for Chinese and for Latin text.

    python-docx names the Latin font alone; without ``w:eastAsia`` Word takes whatever the
    template's theme says for Chinese, which is a Japanese font.
    """
    style.font.name = typeface.latin
    style.font.size = Pt(size_pt)
    style.font.bold = is_bold
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in THEME_FONTS:
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), typeface.east_asian)
    fonts.set(qn("w:cs"), typeface.latin)


def _name_alternates(document: Document) -> None:
    """Tell in the font table what to take where a Chinese font is missing."""
    part = document.part
    table = next(rel for rel in part.rels.values() if rel.reltype == RELATIONSHIP_TYPE.FONT_TABLE)
    old = table.target_part
    entries = "".join(map(_font_entry, (BODY, HEADING))).encode()
    blob = old.blob.replace(b"</w:fonts>", entries + b"</w:fonts>")
    for typeface in (BODY, HEADING):  # the template's table has the Latin fonts already
        named = f"<w:font w:name={quoteattr(typeface.latin)}>"
        told = named + _alternates(LATIN_ALTERNATES[typeface.family])
        blob = blob.replace(named.encode(), told.encode())
    new = Part(old.partname, old.content_type, blob, old.package)
    part.load_rel(table.reltype, new, table.rId)


def _font_entry(typeface: Typeface) -> str:
    return (
        f"<w:font w:name={quoteattr(typeface.east_asian)}>{_alternates(typeface.alternates)}"
        f'<w:charset w:val="86"/><w:family w:val="{typeface.family}"/>'
        '<w:pitch w:val="variable"/></w:font>'
    )


def _alternates(names: tuple[str, ...]) -> str:
    return f"<w:altName w:val={quoteattr(','.join(names))}/>"


def _number_pages(footer: Paragraph, lang: Lang) -> None:
    texts = words(lang)
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run(texts["report.page"])
    _add_field(footer, "PAGE")
    footer.add_run(texts["report.page_of"])
    _add_field(footer, "NUMPAGES")
    footer.add_run(texts["report.page_end"])


def _add_field(paragraph: Paragraph, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001  python-docx has no fields of its own
