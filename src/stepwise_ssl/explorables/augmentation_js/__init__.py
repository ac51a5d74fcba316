"""The JavaScript of `AugmentationStrength`, one task a file; its `drawing` names them in order."""
