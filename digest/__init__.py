"""The Deep Annual: a folder of curated YAML to a web site with feeds."""

__version__: str


def __getattr__(name: str) -> str:
    """Look the version up once somebody asks: what is installed takes long to find."""
    if name != "__version__":
        raise AttributeError(name)
    from importlib.metadata import version

    return version("paper-annual")
