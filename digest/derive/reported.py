"""Editions to what they report: figures, each with who said it."""

from digest.model.content import Edition
from digest.model.site import ReportedFigure


def figures_of(edition: Edition) -> tuple[ReportedFigure, ...]:
    """List an edition's figures in its order."""
    said = {source.url: source.by for source in edition.sources}
    return tuple(ReportedFigure(figure=figure, by=said.get(figure.source)) for figure in edition.figures)
