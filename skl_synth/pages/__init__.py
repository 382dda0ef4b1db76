"""Reports as a page: one file of HTML, with no server, no internet and no script."""

from skl_synth.pages.html_report import HtmlReport, check_page_name, write_page
from skl_synth.pages.page import (
    Bullets,
    Figures,
    Page,
    Picture,
    Section,
    Status,
    Text,
)
from skl_synth.pages.render import render_fragment, render_page

__all__ = [
    "Bullets",
    "Figures",
    "HtmlReport",
    "Page",
    "Picture",
    "Section",
    "Status",
    "Text",
    "check_page_name",
    "render_fragment",
    "render_page",
    "write_page",
]
