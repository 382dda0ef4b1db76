"""What a person would notice of a page, asked of the browser."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

WIDE, PHONE, NARROW = (1280, 900), (375, 700), (320, 600)
SCREENS = {"wide": WIDE, "phone": PHONE, "narrow": NARROW}
SCHEMES = ("light", "dark")


class Looker:
    """Opens windows, and keeps what they asked for and what they complained about.

    Parameters
    ----------
    browser : Browser
        The browser of the session.
    """

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self._contexts: list[BrowserContext] = []

    def window(
        self,
        size: tuple[int, int] = WIDE,
        *,
        scheme: Any = "light",
        scripts: bool = True,
    ) -> Page:
        """An empty window of its own: nothing is shared with another one."""
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            is_mobile=size[0] < 600,
            color_scheme=scheme,
            java_script_enabled=scripts,
            accept_downloads=True,
        )
        self._contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", self._refuse)
        return page

    def file(self, path: Path, *arguments: Any, **options: Any) -> Page:
        """A window with a file in it, as a double click opens one."""
        page = self.window(*arguments, **options)
        page.goto(path.as_uri())
        return page

    def elsewhere(self) -> list[str]:
        """What was asked for that is neither a file nor written in the page itself."""
        return [url for url in self.asked if not url.startswith(("file:", "data:"))]

    def close(self) -> None:
        """Close every window."""
        for context in self._contexts:
            context.close()

    def _refuse(self, dialog: Any) -> None:
        self.complaints.append(f"a dialog: {dialog.message}")
        dialog.dismiss()


def too_wide(page: Page) -> list[str]:
    """What sticks out of the screen, where the page can be moved sideways."""
    return page.evaluate(
        """(width) => {
            const root = document.documentElement;
            const needed = Math.max(root.scrollWidth, document.body.scrollWidth);
            const outside = [...document.querySelectorAll('body *')]
                .filter(one => one.getBoundingClientRect().right > width + 1)
                .map(one => one.tagName + '.' + one.className);
            return needed > width ? outside.concat('the page itself') : [];
        }""",
        page.viewport_size["width"],
    )


def findings(page: Page, axe: str, impacts: Sequence[str] = ("serious", "critical")):
    """What axe-core finds of these impacts: rule, and the first elements it means."""
    page.evaluate(axe)
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        (one["id"], [node["html"][:120] for node in one["nodes"][:3]])
        for one in found["violations"]
        if one["impact"] in impacts
    ]


def pale_words(page: Page, least: float = 4.5) -> list[str]:
    """Words in pictures that can hardly be told from the page, which axe skips.

    Words in the colour of the page itself stand in something strong, and are left out.
    """
    return page.evaluate(
        """(least) => {
            const light = color => {
                const parts = color.match(/[0-9.]+/g).slice(0, 3).map(one => one / 255);
                const [red, green, blue] = parts.map(one =>
                    one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
                return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
            };
            const ground = light(getComputedStyle(document.body).backgroundColor);
            return [...document.querySelectorAll('svg text')].filter(one => {
                const word = light(getComputedStyle(one).fill);
                const contrast = Math.max(word, ground) / Math.min(word, ground);
                return contrast > 1.05 && contrast < least;
            }).map(one => one.textContent.trim());
        }""",
        least,
    )


def unread_colors(page: Page) -> list[str]:
    """Colours of pictures that the browser did not understand: black, or not drawn."""
    return page.evaluate(
        """() => [...document.querySelectorAll('svg [style]')].flatMap(one =>
            ['fill', 'stroke'].filter(name =>
                new RegExp('(^|[ ;])' + name + ' *:').test(one.getAttribute('style'))
                && one.style.getPropertyValue(name) === ''
            ).map(name => one.tagName + ': ' + one.getAttribute('style')))"""
    )


def printed(page: Page) -> tuple[int, str]:
    """Print it: the number of sheets, and all words on them with single blanks."""
    import pypdf

    sheets = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    return len(sheets), " ".join(" ".join(one.extract_text() for one in sheets).split())
