"""The report as one web page: no script, nothing loaded from anywhere, readable by eye and by ear, printable."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Sequence
from html import escape

from auditor_app.services.forms.plain import printable
from auditor_app.services.report.reading import Node, Picture, Words

_TAGS = {
    "Sect": "section", "H1": "h2", "H2": "h3", "H3": "h4", "H4": "h5", "P": "p", "BlockQuote": "blockquote",
    "Table": "table", "TR": "tr", "TD": "td", "TH": "th", "L": "ul", "LI": "li", "Caption": "figcaption",
    "Div": "figure",
}  # fmt: skip
_NOT_IN_IDS = re.compile(r"[^A-Za-z0-9]+")

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_STYLE = """
:root{color-scheme:light}
body{margin:0;color:#1f1d1a;background:#fff;font:1.06rem/1.55 Georgia,"Times New Roman",serif}
main{max-width:46rem;margin:0 auto;padding:1.5rem 1.25rem 4rem}
h1,h2,h3,h4,h5{font-weight:500;line-height:1.25;text-wrap:balance}
h1{font-size:2.4rem;margin:2.5rem 0 .3rem}
h2{font-size:1.75rem;margin:3.5rem 0 .8rem;padding-top:1rem;border-top:2px solid #1f4e6b}
h3{font-size:1.2rem;margin:2rem 0 .4rem}
h4{font-size:1.08rem;margin:1.2rem 0 .3rem;font-weight:600}
p{margin:.5rem 0}
a{color:#1f4e6b;text-underline-offset:.15em}
a:focus-visible{outline:3px solid #1f4e6b;outline-offset:2px}
nav ol{list-style:none;padding:0}nav li{margin:.25rem 0}
blockquote{margin:.8rem 0;padding-left:1rem;border-left:3px solid #1f4e6b;font-style:italic}
ul{padding-left:1.2rem;list-style:none}li{margin:.35rem 0}
p.before{font:.8rem/1.4 "Segoe UI",system-ui,sans-serif;color:#5e5a52;margin:.9rem 0 0}
p.before+*{margin-top:.1rem}
.label{color:#1f4e6b;font-weight:600;margin-right:.6em}
.notice{background:#f5f1e9;padding:.8rem 1.1rem;font:.9rem/1.5 "Segoe UI",system-ui,sans-serif;overflow-wrap:anywhere}
.wide{overflow-x:auto;margin:1rem 0}
table{border-collapse:collapse;width:100%;font:.86rem/1.45 "Segoe UI",system-ui,sans-serif}
th,td{text-align:left;vertical-align:top;padding:.4rem .8rem .4rem 0;border-bottom:1px solid #d5cfc3}
th{font-weight:400}
tr:first-child th[scope=col]{border-bottom:2px solid #1f1d1a;font-weight:500;color:#5e5a52}
img{max-width:100%;height:auto;display:block}
figure{margin:1rem 0}figcaption{font:.8rem/1.4 "Segoe UI",system-ui,sans-serif;color:#5e5a52;margin-top:.3rem}
.skip{position:absolute;left:-999rem}.skip:focus{left:1rem;top:1rem;background:#fff;padding:.5rem}
@media print{main{max-width:none;padding:0}h2,h3,h4,h5,p.before{break-after:avoid}
tr,blockquote,figure,img{break-inside:avoid}
img{max-height:9cm}.wide{overflow:visible}nav,.skip{display:none}}
"""


def as_page(root: Node, title: str, language: str, *, notice: Sequence[str], contents: str, skip: str) -> bytes:
    """Write the tree as a page; `contents` heads the list of links, `skip` the link past it."""
    parts = [
        f'<!DOCTYPE html>\n<html lang="{_attribute(language)}">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{_text(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>",
        f'<a class="skip" href="#main">{_text(skip)}</a>\n<main id="main">',
        '<div class="notice" role="note">' + "".join(f"<p>{_text(one)}</p>" for one in notice) + "</div>",
        *_body(root, contents),
        "</main>\n</body>\n</html>\n",
    ]
    return "\n".join(parts).encode("utf-8")


def _body(root: Node, contents: str) -> Iterator[str]:
    cover, *others = (kid for kid in root.kids if isinstance(kid, Node))
    # The cover's title is the page's one first heading; the parts head the second level.
    yield _node(cover).replace("<h2>", "<h1>", 1).replace("</h2>", "</h1>", 1)
    yield f'<nav aria-label="{_attribute(contents)}"><h2>{_text(contents)}</h2><ol>'
    for part in others:
        heading = next((kid for kid in part.kids if isinstance(kid, Node) and kid.tag == "H1"), None)
        if heading is not None:
            yield f'<li><a href="#{_id(part.anchor)}">{_text(heading.text)}</a></li>'
    yield "</ol></nav>"
    for part in others:
        yield _node(part)


def _node(node: Node) -> str:  # noqa: PLR0911 - one line for each kind of element
    attributes = _attributes(node)
    if node.tag == "Form":
        return ""
    if node.tag == "Table":
        return f'<div class="wide"><table{attributes}>{_rows(node)}</table></div>'
    if node.tag == "Figure":
        return _figure(node)
    if node.tag == "Link":
        return f'<a href="#{_id(node.target)}"{attributes}>{_inside(node)}</a>'
    if node.tag == "Lbl":
        return f'<span class="label"{attributes}>{_inside(node)}</span>' if node.text.strip() else ""
    tag = _TAGS.get(node.tag)
    if tag is None:
        return f"<span{attributes}>{_inside(node)}</span>" if attributes else _inside(node)
    if tag in {"p", "li"} and not node.text.strip() and not any(isinstance(kid, Node) for kid in node.kids):
        return ""
    if tag == "th" and not node.text.strip():
        tag, attributes = "td", _attributes(node, is_head=False)
    return f"<{tag}{attributes}>{_inside(node)}</{tag}>" + ("\n" if tag not in {"td", "th"} else "")


def _attributes(node: Node, *, is_head: bool = True) -> str:
    found = ' class="before"' if node.is_label else ""
    if node.anchor:
        found += f' id="{_id(node.anchor)}"'
    if node.lang:
        found += f' lang="{_attribute(node.lang)}"'
    if node.scope and is_head:
        found += f' scope="{"col" if node.scope == "Column" else "row"}"'
    if node.span > 1:
        found += f' colspan="{node.span}"'
    return found


def _rows(node: Node) -> str:
    """Give the rows, with a head of its own where there is one: on paper it is repeated on every page."""
    first, *others = (kid for kid in node.kids if isinstance(kid, Node))
    if not all(isinstance(cell, Node) and cell.scope == "Column" for cell in first.kids):
        return _inside(node)
    return f"<thead>{_node(first)}</thead><tbody>{''.join(map(_node, others))}</tbody>"


def _inside(node: Node) -> str:
    return "".join(_kid(kid, node) + _break(kid, node.kids[place + 1 :]) for place, kid in enumerate(node.kids))


def _break(kid: Node | Words | Picture, rest: Sequence[Node | Words | Picture]) -> str:
    """Part a drawn sign, said in words here, from the words below it."""
    is_sign = isinstance(kid, Node) and kid.tag == "Figure" and not kid.pictures and not kid.text.strip()
    return "<br>" if is_sign and rest else ""


def _kid(kid: Node | Words | Picture, inside: Node) -> str:
    if isinstance(kid, Node):
        return _node(kid)
    if isinstance(kid, Picture):
        return _image(kid, inside.alt)
    text = _text(kid.text).replace("\n", "<br>")
    if kid.lang:
        text = f'<span lang="{_attribute(kid.lang)}">{text}</span>'
    if kid.is_strong and inside.tag not in {"H1", "H2", "H3", "Lbl"} and kid.text.strip():
        text = f"<strong>{text}</strong>"
    return f"<em>{text}</em>" if kid.is_emphasised and inside.tag != "BlockQuote" and kid.text.strip() else text


def _figure(node: Node) -> str:
    """Give a photo as a picture, a drawn sign as the words it stands for."""
    if node.pictures:
        return "".join(_image(one, node.alt) for one in node.pictures)
    said = node.text.strip()
    if not said:
        return f"<span>{_text(node.alt)}</span>"
    return f'<span role="img" aria-label="{_attribute(node.alt)}">{_inside(node)}</span>'


def _image(picture: Picture, alt: str) -> str:
    kind = "png" if picture.content.startswith(b"\x89PNG") else "jpeg"
    data = base64.b64encode(picture.content).decode("ascii")
    return f'<img src="data:image/{kind};base64,{data}" alt="{_attribute(alt)}">'


def _id(name: str) -> str:
    return "a-" + _NOT_IN_IDS.sub("-", name).strip("-")


def _text(text: str) -> str:
    return escape(printable(text), quote=False)


def _attribute(text: str) -> str:
    return escape(printable(text).replace("\n", " "), quote=True)
