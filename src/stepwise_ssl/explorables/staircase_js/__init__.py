"""The JavaScript of the staircase, one view a file; `Staircase.drawing` names them in order."""
