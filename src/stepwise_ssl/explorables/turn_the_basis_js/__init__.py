"""JavaScript that turns a basis, one view a file; `TurnTheBasis.drawing` names them in order."""
