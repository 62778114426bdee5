"""LibreOffice without a window, as another program that opens what we write."""

import subprocess
from pathlib import Path


def converted(path: Path, *, to: str = "xlsx", reading: str = "") -> Path:
    """Return the file that LibreOffice makes of `path`; `reading` are options for how it reads it. Needs soffice."""
    folder = path.parent / "converted"
    kinds = {"xlsx": "xlsx:Calc MS Excel 2007 XML", "csv": "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"}
    command = [
        "soffice", f"-env:UserInstallation=file://{path.parent}/lo", "--headless", *([f"--infilter={reading}"] if reading else []),
        "--convert-to", kinds[to], "--outdir", str(folder), str(path),
    ]  # fmt: skip
    # No pipe: after a timeout the program's own child would hold it open.
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=180)
    return next(folder.glob(f"{path.stem}*.{to}"))
