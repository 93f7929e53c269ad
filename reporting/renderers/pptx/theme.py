"""The master: one theme, and a named layout for each section, which a trust may restyle."""

from __future__ import annotations

import re
from typing import Any
from xml.sax.saxutils import quoteattr

from pptx import Presentation
from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.parts.slide import SlideLayoutPart
from pptx.util import Pt

INK, QUIET, WHITE = "212B32", "4C6272", "FFFFFF"
BLUE, DARK_BLUE, PALE, RULE = "005EB8", "003087", "F0F4F5", "C3CCD2"
WIDE, HIGH = 960.0, 540.0  # 16:9, in points like every measure here
LEFT, WIDTH, TOP, BOTTOM = 36.0, 888.0, 84.0, 500.0
GUTTER = 24.0
TITLE_SIZE = 24.0

COVER, ACTIONS = "Cover", "Actions"
LAYOUTS = (
    COVER,
    "Contents",
    "Executive summary",
    "Programme overview",
    "What changed",
    ACTIONS,
    "Actions red, moved or explained",
    "Exit criteria",
    "Highlight report",
    "Scorecard",
    "Charts",
    "Plan on a page",
    "Issued in spite of",
    "Differences from the version before",
)
_SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_COLOURS = {
    "dk1": INK, "lt1": WHITE, "dk2": DARK_BLUE, "lt2": PALE, "accent1": BLUE, "accent2": "007F3B",
    "accent3": "FFB81C", "accent4": "D5281B", "accent5": "00636B", "accent6": "7C2855",
    "hlink": BLUE, "folHlink": DARK_BLUE,
}  # fmt: skip
_LATIN = re.compile(r'(<a:(?:major|minor)Font>\s*<a:latin typeface=")[^"]*')
_NAME = re.compile(r'(<a:theme [^>]*name=")[^"]*')
_EMPTY = "<a:p><a:r><a:rPr lang='en-GB'/><a:t>{}</a:t></a:r></a:p>"
_NUMBER = "<a:p><a:fld id='{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}' type='slidenum'>"
_NUMBER += "<a:rPr lang='en-GB'/><a:t>‹#›</a:t></a:fld></a:p>"


def blank(layout_of_actions: str = ACTIONS) -> Any:
    """Return a presentation without slides, with our theme, master and layouts.

    The layout of the actions is named as the pack calls them.
    """
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDE), Pt(HIGH)
    for holder in (deck.part.package, deck.part):
        for key, relation in list(holder._rels.items()):
            if relation.reltype.endswith(("/thumbnail", "/printerSettings")):
                holder._rels.pop(key)
    master = deck.slide_master
    _set_theme(master)
    _set_master(master)
    for layout in list(deck.slide_layouts):
        deck.slide_layouts.remove(layout)
    for place, name in enumerate(LAYOUTS, start=1):
        _add_layout(master, place, layout_of_actions if name == ACTIONS else name)
    return deck


def _set_theme(master: Any) -> None:
    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    text = part.blob.decode()
    colours = "".join(
        f'<a:{name}><a:srgbClr val="{colour}"/></a:{name}>' for name, colour in _COLOURS.items()
    )
    scheme = f'<a:clrScheme name="Improvement pack">{colours}</a:clrScheme>'
    before, _, rest = text.partition("<a:clrScheme")
    text = before + scheme + rest.partition("</a:clrScheme>")[2]
    text = _LATIN.sub(r"\g<1>Arial", text)
    part._blob = _NAME.sub(r"\g<1>Improvement pack", text).encode()


def _set_master(master: Any) -> None:
    tree = master.shapes._spTree
    for shape in list(master.shapes):
        tree.remove(shape._element)
    for shape in _shapes_of_layout(prompt="Title", body=((LEFT, TOP, WIDTH, BOTTOM - TOP),)):
        tree.append(parse_xml(shape))
    styles = master._element.find(
        "{http://schemas.openxmlformats.org/presentationml/2006/main}txStyles"
    )
    title = f"<a:lvl1pPr algn='l'><a:defRPr sz='2400' b='1'>{_fill('tx2')}</a:defRPr></a:lvl1pPr>"
    levels = "".join(
        f"<a:lvl{n}pPr marL='{139700 * n}' indent='-139700'><a:buChar char='•'/>"
        f"<a:defRPr sz='1200'>{_fill('tx1')}</a:defRPr></a:lvl{n}pPr>"
        for n in range(1, 6)
    )
    ours = f"<p:txStyles {_SPACES}><p:titleStyle>{title}</p:titleStyle>"
    ours += f"<p:bodyStyle>{levels}</p:bodyStyle><p:otherStyle/></p:txStyles>"
    styles.getparent().replace(styles, parse_xml(ours))


def _fill(colour: str) -> str:
    return f"<a:solidFill><a:schemeClr val='{colour}'/></a:solidFill>"


def _add_layout(master: Any, place: int, name: str) -> None:
    if name == COVER:
        shapes = [
            _bar(2, 0, 120, WIDE, 300),
            _placeholder(3, "pic", 13, WIDE - LEFT - 200, 28, 200, 72, "The organisation’s logo"),
            _placeholder(4, "title", 0, 60, 150, WIDE - 120, 110, COVER),
            _placeholder(5, "body", 1, 60, 268, WIDE - 120, 136, "Month and version"),
            _placeholder(6, "body", 2, 60, 440, WIDE - 120, 64, "Organisation"),
        ]
    else:
        half = (WIDTH - GUTTER) / 2
        columns = [(LEFT + n * (half + GUTTER), TOP, half, BOTTOM - TOP) for n in (0, 1)]
        shapes = _shapes_of_layout(prompt=name, body=columns)
    xml = (
        f"<p:sldLayout {_SPACES} preserve='1' userDrawn='1'><p:cSld name={quoteattr(name)}>"
        "<p:spTree><p:nvGrpSpPr><p:cNvPr id='1' name=''/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"
        f"<p:grpSpPr/>{''.join(shapes)}</p:spTree></p:cSld>"
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )
    uri = PackURI(f"/ppt/slideLayouts/slideLayout{place}.xml")
    kind = CONTENT_TYPE.PML_SLIDE_LAYOUT
    part = SlideLayoutPart.load(uri, kind, master.part.package, xml.encode())
    part.relate_to(master.part, RELATIONSHIP_TYPE.SLIDE_MASTER)
    key = master.part.relate_to(part, RELATIONSHIP_TYPE.SLIDE_LAYOUT)
    entry = f"<p:sldLayoutId {_SPACES} id='{2147483700 + place}' r:id='{key}'/>"
    master._element.get_or_add_sldLayoutIdLst().append(parse_xml(entry))


def _shapes_of_layout(prompt: str, body: Any) -> list[str]:
    """Return a bar of colour, the title, one or two bodies, the footer and the slide's number."""
    shapes = [_bar(2, 0, 0, WIDE, 8), _placeholder(3, "title", 0, LEFT, 24, WIDTH, 44, prompt)]
    for number, box in enumerate(body, start=1):
        x, y, wide, high = box
        shapes.append(_placeholder(3 + number, "body", number, x, y, wide, high, "Text"))
    shapes.append(_placeholder(8, "ftr", 11, LEFT, 512, 780, 16, ""))
    shapes.append(_placeholder(9, "sldNum", 12, WIDE - LEFT - 80, 512, 80, 16, ""))
    return shapes


def _bar(number: int, x: float, y: float, wide: float, high: float) -> str:
    return (
        f"<p:sp {_SPACES}><p:nvSpPr><p:cNvPr id='{number}' name='Colour' descr=''/><p:cNvSpPr/>"
        f"<p:nvPr userDrawn='1'/></p:nvSpPr><p:spPr>{_box(x, y, wide, high)}"
        f"<a:prstGeom prst='rect'><a:avLst/></a:prstGeom>{_fill('accent1')}<a:ln><a:noFill/></a:ln>"
        "</p:spPr><p:txBody><a:bodyPr/><a:p/></p:txBody></p:sp>"
    )


def _box(x: float, y: float, wide: float, high: float) -> str:
    at, size = (Pt(x), Pt(y)), (Pt(wide), Pt(high))
    return (
        f"<a:xfrm><a:off x='{at[0]}' y='{at[1]}'/><a:ext cx='{size[0]}' cy='{size[1]}'/></a:xfrm>"
    )


def _placeholder(
    number: int, kind: str, index: int, x: float, y: float, wide: float, high: float, prompt: str
) -> str:
    """Return a placeholder, from which the slides inherit position and style."""
    at = f" idx='{index}'" if index else ""
    text = _NUMBER if kind == "sldNum" else _EMPTY.format(prompt)
    anchor = "b" if kind == "title" else "t"
    small = kind in ("ftr", "sldNum")
    align = "r" if kind == "sldNum" else "l"
    style = (
        f"<a:lvl1pPr algn='{align}'><a:buNone/><a:defRPr sz='900'>{_fill('tx1')}</a:defRPr>"
        "</a:lvl1pPr>"
    )
    return (
        f"<p:sp {_SPACES}><p:nvSpPr><p:cNvPr id='{number}' name='{kind.capitalize()} {number}'/>"
        f"<p:cNvSpPr><a:spLocks noGrp='1'/></p:cNvSpPr><p:nvPr><p:ph type='{kind}'{at}/></p:nvPr>"
        f"</p:nvSpPr><p:spPr>{_box(x, y, wide, high)}<a:prstGeom prst='rect'><a:avLst/>"
        f"</a:prstGeom></p:spPr><p:txBody><a:bodyPr lIns='0' tIns='0' rIns='0' bIns='0' "
        f"anchor='{anchor}'><a:noAutofit/></a:bodyPr><a:lstStyle>{style if small else ''}"
        f"</a:lstStyle>{text}</p:txBody></p:sp>"
    )
