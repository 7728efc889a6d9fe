"""Fill: surveys on any browser, with or without a connection. The page, its lists and every answer lie on the device, answers sealed under a PIN.

The browser's part is in `client` and is put together by `python -m prasan.surfaces.fill.bundle` in the locked npm step; without Node /fill/ says so and
everything else works. The server's part offers forms to the signed-in person's centre and hands finished rows to the one door of answers.
"""
