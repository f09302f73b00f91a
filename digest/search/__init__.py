"""A finished site to the data that its search goes by, made by Pagefind's command line."""

from digest.search.pagefind import FOLDER, MISSING, SearchError, index, program, put_into

__all__ = ["FOLDER", "MISSING", "SearchError", "index", "program", "put_into"]
