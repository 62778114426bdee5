"""Takes the console's pictures: `unavoz demo`, opened in Chromium.

PYTHONPATH=. uv run python docs/pictures/console.py
"""

import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).parent.parent / "images/consola"
PORT = "8311"
PAGES = ("sin-respuesta", "respuestas", "respuestas/TRIB-001", "probar", "actividad", "resumen", "publicar")


def main() -> None:
    command = [sys.executable, "-m", "bot.cli.main", "demo", "--console", "--port", PORT]
    demo = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert demo.stdout
    try:
        link = next(word for line in demo.stdout for word in line.split() if "/entrar#" in word)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = browser.new_context(viewport={"width": 1200, "height": 900}, locale="es-ES").new_page()
            page.goto(link)
            page.wait_for_selector("nav")
            for path in PAGES:
                page.goto(f"http://127.0.0.1:{PORT}/web/{path}")
                page.screenshot(path=IMAGES / f"{path.partition('/')[0] if '/' not in path else 'entrada'}.png", full_page=path == "actividad")
            page.goto(f"http://127.0.0.1:{PORT}/web/sin-respuesta")
            page.locator("h2 a").first.click()
            page.locator("summary", has_text="Una respuesta nueva").click()
            page.screenshot(path=IMAGES / "grupo.png", full_page=False)
            page.goto(f"http://127.0.0.1:{PORT}/web/probar")
            page.fill("#pregunta", "como me empadrono")
            page.get_by_role("button", name="Buscar").click()
            page.wait_for_selector("#exchange-title")
            page.screenshot(path=IMAGES / "probar.png", full_page=False)
            page.goto(f"http://127.0.0.1:{PORT}/web/borrador")
            page.fill("#borrador", "Buenos días: recuperar un turismo cuesta 85 €, y 8 € por día de depósito desde el segundo. Si paga hoy, es gratis.")
            page.fill("#pregunta", "¿Cuánto cuesta recuperar el coche de la grúa?")
            page.get_by_role("button", name="Comprobar", exact=True).click()
            page.wait_for_selector("#verdict")
            page.screenshot(path=IMAGES / "borrador.png", full_page=True)
            page.goto(f"http://127.0.0.1:{PORT}/web/dijimos?q=OAC-001&dia={datetime.now(UTC).date() - timedelta(days=1)}&canal=phone")
            page.screenshot(path=IMAGES / "dijimos.png", full_page=True)
            browser.close()
    finally:
        demo.terminate()
        demo.wait(20)


if __name__ == "__main__":
    main()
