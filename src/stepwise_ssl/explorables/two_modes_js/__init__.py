"""JavaScript of the explorable with two modes, one view a file; `TwoModes.drawing` names them in order."""
