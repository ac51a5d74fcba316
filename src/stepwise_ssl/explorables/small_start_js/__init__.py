"""JavaScript of the explorable SmallStart."""
