"""The text of a web page as its readers see it: a line for each block, nothing of scripts and styles."""

from selectolax.lexbor import LexborHTMLParser

_UNSEEN = ["script", "style", "noscript", "template", "svg", "head", "iframe", "object"]
_BLOCKS = (
    "address,article,aside,blockquote,br,caption,dd,div,dl,dt,figcaption,footer,form,h1,h2,h3,h4,h5,h6,header,hr,li,main,nav,ol,option,p,pre,section,"
    "table,td,th,tr,ul"
)


def text_of(content: bytes, charset: str) -> str:
    """Return the text of an HTML page; a charset that is not known, or not kept to, costs some letters, nothing more."""
    try:
        html = content.decode(charset or "utf-8", "replace")
    except (LookupError, ValueError):  # Python has codecs that refuse everything: pages do say "charset=undefined"
        html = content.decode("utf-8", "replace")
    tree = LexborHTMLParser(html)
    if tree.body is None:
        return ""
    tree.strip_tags(_UNSEEN)
    for node in tree.css(_BLOCKS):
        node.insert_before("\n")
        node.insert_after("\n")
    lines = (" ".join(line.split()) for line in tree.body.text(separator="").splitlines())
    return "\n".join(line for line in lines if line)
