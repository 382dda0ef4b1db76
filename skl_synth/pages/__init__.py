"""Reports as a page: one file of HTML, with no server, no internet and no script."""

from skl_synth.pages.page import (
    Bullets,
    Figures,
    Page,
    Picture,
    Section,
    Status,
    Text,
)

__all__ = ["Bullets", "Figures", "Page", "Picture", "Section", "Status", "Text"]
