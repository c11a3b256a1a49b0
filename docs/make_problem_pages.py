"""Write a page for each problem code from the catalogue: ``python docs/make_problem_pages.py``.

The catalogue is the one place where a problem's texts are written; a test checks that the pages
say the same.
"""

from __future__ import annotations

from pathlib import Path

from zoneland.core.problems import Entry, catalogue
from zoneland.core.wording import words

PAGES = Path(__file__).resolve().parent / "problems"


def page(chinese: Entry, english: Entry) -> str:
    """Write one problem's page, Chinese first."""
    parts = []
    for lang, entry in (("zh", chinese), ("en", english)):
        text = words(lang)  # type: ignore[arg-type]
        parts.append(
            f"## {entry.title}\n\n"
            f"**{text[f'level.{entry.level}']}**\n\n"
            f"- {text['cli.found']}: {entry.said}\n"
            f"- {text['cli.fix']}: {entry.fix}\n"
            f"- {text['cli.why']}: {entry.why}\n"
        )
    return f"# {chinese.code}\n\n" + "\n".join(parts)


def index() -> str:
    """List all codes with their titles."""
    chinese, english = catalogue("zh"), catalogue("en")
    rows = [
        f"| [{code}]({code}.md) | {words('zh')[f'level.{entry.level}']} | {entry.title} "
        f"| {english[code].title} |"
        for code, entry in chinese.items()
    ]
    head = "# 问题编号 Problem codes\n\n| 编号 | 级别 | 问题 | Problem |\n|---|---|---|---|\n"
    note = "\n文中的 `{…}` 在运行时换成具体内容。`{…}` stands for what is filled in at run time.\n"
    return head + "\n".join(rows) + "\n" + note


def pages() -> dict[str, str]:
    """Give every page by file name."""
    chinese, english = catalogue("zh"), catalogue("en")
    written = {f"{code}.md": page(entry, english[code]) for code, entry in chinese.items()}
    return {"README.md": index(), **written}


def main() -> None:
    """Write all pages, and remove those of codes that are no more."""
    PAGES.mkdir(exist_ok=True)
    wanted = pages()
    for old in PAGES.glob("*.md"):
        if old.name not in wanted:
            old.unlink()
    for name, text in wanted.items():
        (PAGES / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
