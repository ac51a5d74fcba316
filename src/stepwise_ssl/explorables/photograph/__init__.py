"""A reader's own photograph, analysed in the browser: the scripts, in the order in which they are joined.

Nothing here runs in Python. The files hold plain top-level functions whose names begin with
``photograph`` or ``PHOTOGRAPH``, without imports and exports, so that they can stand in one ES module (the
eigenvalues and the numbers by chance are shared with other explorables: symmetric.js and chance.js);
the last of them holds the only function that others call, ``analysePhotograph``.
"""

SCRIPTS = (
    "chance.js",
    "symmetric.js",
    *(f"photograph/{name}.js" for name in ("pace", "bytes", "header", "pixels", "crops", "modes", "analyse")),
)
