"""A small SVG writer: marks take colour tokens, texts are escaped, every drawing is well-formed XML."""

from __future__ import annotations

from html import escape

from multipolar.report.palette import light

_NARROW = frozenset("iljtfrI.,:;'|!()[] -1")
_WIDE = frozenset("mwMW%@")
_SIGNS = frozenset("+−→=<>≈")
#: Times the width of regular text.
BOLD = 1.15


def text_width(text: str, size: float) -> float:
    """Width of a text in the widest of the usual system fonts, estimated in pixels; good to a tenth."""
    return sum(map(_width, text)) * size


def _width(letter: str) -> float:
    if letter in _NARROW:
        return 0.36
    if letter in _WIDE:
        return 0.95
    if letter in _SIGNS:
        return 0.82
    return 0.69 if letter.isupper() else 0.61


def fit(text: str, size: float, room: float) -> str:
    """The text, cut with an ellipsis when it does not fit."""
    if text_width(text, size) <= room:
        return text
    while text and text_width(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…"


class Drawing:
    """Marks in the order in which they were added, in pixels of a page `width` wide; `name` makes its ids unique."""

    def __init__(self, width: float, height: float, name: str = "drawing") -> None:
        self.name = name
        self.width = width
        self.height = height
        self.parts: list[str] = []
        self.patterns: dict[str, str] = {}

    def rect(
        self, x: float, y: float, width: float, height: float, fill: str, *, radius: float = 0, title: str = ""
    ) -> None:
        corner = f' rx="{_n(radius)}"' if radius else ""
        shape = f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(max(width, 0))}" height="{_n(max(height, 0))}"{corner}'
        self._mark(shape + self._fill(fill), "rect", title)

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        stroke: str,
        *,
        width: float = 1,
        cap: str = "",
        dash: str = "",
    ) -> None:
        extra = (f' stroke-linecap="{cap}"' if cap else "") + (f' stroke-dasharray="{dash}"' if dash else "")
        self.parts.append(
            f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" stroke-width="{_n(width)}"{extra}'
            f' stroke="{light()[stroke]}" class="s-{stroke}"/>'
        )

    def circle(
        self, x: float, y: float, radius: float, fill: str, *, stroke: str = "", width: float = 1.5, title: str = ""
    ) -> None:
        shape = f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}"'
        self._mark(shape + self._fill(fill, stroke, width), "circle", title)

    def path(
        self,
        d: str,
        fill: str,
        *,
        stroke: str = "",
        width: float = 1,
        title: str = "",
        opacity: float = 1,
        transform: str = "",
        css: str = "",
    ) -> None:
        extra = (f' fill-opacity="{_n(opacity)}"' if opacity < 1 else "") + (
            f' transform="{transform}"' if transform else ""
        )
        extra += ' vector-effect="non-scaling-stroke"' if transform and stroke else ""
        self._mark(f'<path d="{d}"{extra}' + self._fill(fill, stroke, width, css), "path", title)

    def text(
        self,
        x: float,
        y: float,
        content: str,
        *,
        size: float = 13,
        anchor: str = "start",
        fill: str = "ink",
        bold: bool = False,
        halo: bool = False,
    ) -> None:
        place = "" if anchor == "start" else f' text-anchor="{anchor}"'
        weight = ' font-weight="600"' if bold else ""
        classes = f"f-{fill}{' halo' if halo else ''}"
        self.parts.append(
            f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}"{place}{weight}'
            f' fill="{light()[fill]}" class="{classes}">{escape(content)}</text>'
        )

    def hatch(self, kind: str = "hatch", zoom: float = 1) -> str:
        """Name of a fill: no number of its own (``hatch``), no datum (``cross``), a gain in grey print (``dots``)."""
        key = f"{kind}@{zoom:g}"
        self.patterns[key] = _pattern(kind, f"{self.name}-{kind}-{zoom:g}".replace(".", "-"), zoom)
        return f"url:{key}"

    def body(self) -> str:
        """The marks, with the patterns they use."""
        definitions = "".join(self.patterns.values())
        return (f"<defs>{definitions}</defs>" if definitions else "") + "".join(self.parts)

    def _fill(self, fill: str, stroke: str = "", width: float = 1, css: str = "") -> str:
        edge = f' stroke="{light()[stroke]}" stroke-width="{_n(width)}"' if stroke else ""
        classes = [name for name in (f"s-{stroke}" if stroke else "", css) if name]
        if fill.startswith("url:"):
            kind, _, zoom = fill[4:].partition("@")
            paint = f' fill="url(#{self.name}-{kind}-{zoom.replace(".", "-")})"'
        elif fill == "none":
            paint = ' fill="none"'
        else:
            paint = f' fill="{light()[fill]}"'
            classes.insert(0, f"f-{fill}")
        return paint + edge + (f' class="{" ".join(classes)}"' if classes else "")

    def _mark(self, opened: str, tag: str, title: str) -> None:
        self.parts.append(f"{opened}><title>{escape(title)}</title></{tag}>" if title else f"{opened}/>")


def _pattern(kind: str, name: str, zoom: float) -> str:
    scale = f' patternTransform="scale({zoom:g})"' if zoom != 1 else ""
    if kind == "dots":
        return (
            f'<pattern id="{name}" width="5" height="5" patternUnits="userSpaceOnUse"{scale}>'
            f'<circle cx="2.5" cy="2.5" r="1" fill="{light()["paper"]}" class="f-paper"/></pattern>'
        )
    lines = "M-1 1l2-2M0 6l6-6M5 7l2-2" + ("M-1 5l2 2M0 0l6 6M5-1l2 2" if kind == "cross" else "")
    return (
        f'<pattern id="{name}" width="6" height="6" patternUnits="userSpaceOnUse"{scale}>'
        f'<rect width="6" height="6" fill="{light()["missing"]}" class="f-missing"/>'
        f'<path d="{lines}" fill="none" stroke="{light()["hatch"]}" stroke-width="0.9" class="s-hatch"/></pattern>'
    )


def _n(value: float) -> str:
    """A coordinate to a tenth of a pixel."""
    return f"{value:.1f}".removesuffix(".0")
