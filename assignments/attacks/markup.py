# %%
def answer(*args):
    raise ValueError("<script>alert(document.cookie)</script>" + '=HYPERLINK("http://evil")')


formula = "<img src=x onerror=alert(1)>"
why = "=cmd|' /C calc'!A0 <script>alert(1)</script>"
