"""The Deep Annual: a folder of curated YAML to a web site with feeds."""

from importlib.metadata import version as _version

__version__ = _version("paper-annual")
