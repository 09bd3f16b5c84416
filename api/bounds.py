"""Bounds of lists and paths that the GraphQL schema documents and the compiler holds."""

DEFAULT_FIRST = 25
MAX_FIRST = 1000
PATH_LENGTH, MAX_PATH_LENGTH = 5, 8
PATHS, MAX_PATHS = 10, 1000
GROUPS, MAX_GROUPS = 25, 1000
NEIGHBOURS = 10
EVIDENCES = 100
