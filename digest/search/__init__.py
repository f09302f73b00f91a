"""A finished site to the data that its search goes by, made by Pagefind's command line."""

from digest.search.demand import on_demand
from digest.search.pagefind import FOLDER, MISSING, SearchError, index, is_of, pages, program

__all__ = ["FOLDER", "MISSING", "SearchError", "index", "is_of", "on_demand", "pages", "program"]
