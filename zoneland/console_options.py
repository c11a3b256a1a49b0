"""The words and options that the verbs take, each declared once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class LangOption(StrEnum):
    """Languages of what is shown."""

    ZH = "zh"
    EN = "en"


class ProfileOption(StrEnum):
    """Whom the map is for."""

    INTERNAL = "internal"
    PUBLIC = "public"


Folder = Annotated[Path, typer.Argument(help="工作文件夹 workspace")]
LangChoice = Annotated[LangOption | None, typer.Option("--lang", help="zh | en")]
AsJson = Annotated[bool, typer.Option("--json", help="一个 JSON 对象 one JSON object")]

WithSample = Annotated[bool, typer.Option("--sample", help="附虚构的示范县 with the sample")]
Parcels = Annotated[int | None, typer.Option(help="示范县地块数 parcels of the sample", min=4000)]
Zones = Annotated[int | None, typer.Option(help="示范县开发区数 zones of the sample", min=12)]
Vertices = Annotated[
    int | None,
    typer.Option(
        help="每块平均顶点数，实测约 38 vertices a parcel, about; surveys have 38",
        min=10,
        max=100,
        show_default="9",
    ),
]
ZonePercent = Annotated[
    int | None,
    typer.Option(help="开发区约占全县土地的百分之几 of the county's land", min=1, max=50),
]
Snap = Annotated[bool, typer.Option("--snap", help="边界与地块边重合 zone edges on parcel edges")]
On = Annotated[str | None, typer.Option("--on", help="评价日 day of judgement, 2026-10-31")]
RanOn = Annotated[
    str | None, typer.Option("--ran-on", help="写在成果上的运行日，默认今天 day of the run")
]
Anyway = Annotated[
    bool,
    typer.Option("--anyway", help="输入或设置已变也照旧出图表，并注明 though data have changed"),
]
