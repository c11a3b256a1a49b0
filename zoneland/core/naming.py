"""Names said in words, the same on the map, on paper and in the terminal: planes and readings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from zoneland.core.crs import name
from zoneland.core.wording import words

if TYPE_CHECKING:
    import pyproj

    from zoneland.core.problems import Lang

CGCS2000: Final = 4490
TRANSVERSE_MERCATOR: Final = "9807"
MERIDIAN: Final = "8802"
"""Codes of EPSG: the datum's degrees, Gauss-Krüger's method, its central meridian."""


def crs_in_words(crs: pyproj.CRS, *, lang: Lang) -> str:
    """Name a plane as surveyors do, with its code.

    Examples
    --------
    >>> import pyproj
    >>> crs_in_words(pyproj.CRS("EPSG:4526"), lang="zh")
    'CGCS2000 高斯投影 114°E（EPSG:4526）'
    >>> crs_in_words(pyproj.CRS("EPSG:3826"), lang="zh")
    'TWD97 / TM2 zone 121（EPSG:3826）'
    """
    code, turn, degrees = name(crs), crs.coordinate_operation, crs.geodetic_crs
    is_cgcs = degrees is not None and degrees.to_2d().to_epsg() == CGCS2000
    if is_cgcs and turn and turn.method_code == TRANSVERSE_MERCATOR:
        meridian = next(p.value for p in turn.params if p.code == MERIDIAN)
        return words(lang)["crs.gauss_kruger"].format(meridian=f"{meridian:g}", code=code)
    return words(lang)["crs.other"].format(name=crs.name, code=code)


def reading_in_words(reading: str, *, lang: Lang) -> str:
    """Say a reading, ``numerator/denominator``, in words; what has no word, as it stands.

    Examples
    --------
    >>> reading_in_words("industry_storage/zone", lang="zh")
    '工业+仓储 ÷ 全区面积'
    """
    top, _, bottom = reading.partition("/")
    said = words(lang)
    whole = said.get(f"denominator.{bottom}", bottom)
    return f"{said.get(f'numerator.{top}', top)} ÷ {whole}"


def definition_in_words(numbers: str, *, lang: Lang) -> str:
    """Say whose definitions a reading carries out, their numbers joined by 、; of none, nothing.

    Examples
    --------
    >>> definition_in_words("D4、D6", lang="zh")
    'D4 工业用地 ÷ 区块总面积（深圳市工业区块线，2018）；D6 只算工业用地'
    >>> definition_in_words("", lang="en")
    ''
    """
    said = words(lang)
    joint = "；" if lang == "zh" else "; "
    return joint.join(f"{one} {said[f'definition.{one}']}" for one in numbers.split("、") if one)
