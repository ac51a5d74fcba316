"""JavaScript of the explorable SaddleWalk."""
