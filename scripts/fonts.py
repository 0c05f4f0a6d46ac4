"""Makes fonts/: the subsets of open fonts that figures and documents are set in.

Run by hand, when a font is renewed or more characters are wanted. It needs fonttools (Debian: python3-fonttools) and the packages
that PACKAGES names; from the root of the repository:

    npm install --no-save @expo-google-fonts/stix-two-text@0.4.2 @expo-google-fonts/noto-sans@0.4.2 @expo-google-fonts/noto-serif-sc@0.4.3
    /usr/bin/python3 scripts/fonts.py

The same packages and fonttools give the same bytes. None of the three reserves the name that its subset keeps, so that the licence
lets them keep it.
"""

import os
import shutil
from fontTools import subset
from fontTools.ttLib import TTFont

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
PACKAGES = os.path.join(ROOT, "node_modules/@expo-google-fonts")
FONTS = os.path.join(ROOT, "fonts")


def between(*ends):
    return {code for low, high in ends for code in range(low, high + 1)}


# Latin of European languages, Greek, punctuation, superscripts, currencies, arrows, mathematics, circled digits, shapes.
LATIN = between(
    (0x20, 0x7E), (0xA0, 0x17F), (0x192, 0x192), (0x218, 0x21B), (0x2C6, 0x2DD), (0x300, 0x308), (0x30A, 0x30C), (0x370, 0x3FF),
    (0x1E80, 0x1E85), (0x1E9E, 0x1E9E), (0x2000, 0x206F), (0x2070, 0x209C), (0x20A0, 0x20BF), (0x2100, 0x214F), (0x2150, 0x218B),
    (0x2190, 0x21FF), (0x2200, 0x22FF), (0x25A0, 0x25FF), (0x2713, 0x2717), (0xFB00, 0xFB04),
)


def gb2312(rows):
    """The characters of those rows of the standard: 1–9 are signs, 16–55 the frequent hanzi, 56–87 the others."""
    found = set()
    for row in rows:
        for cell in range(1, 95):
            try:
                found.add(ord(bytes([0xA0 + row, 0xA0 + cell]).decode("gb2312")))
            except UnicodeDecodeError:
                pass
    return found


SIGNS = between((0x20, 0x7E), (0x3000, 0x303F), (0xFF01, 0xFF5E), (0x2010, 0x2026), (0x2030, 0x2030), (0x2460, 0x2473)) | gb2312([1])
CHINESE = SIGNS | gb2312(range(16, 88))

# (package, its file, our file, characters, layout features)
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "sups", "subs", "tnum", "lnum", "liga"]
SUBSETS = [
    ("stix-two-text", "400Regular/STIXTwoText_400Regular.ttf", "STIXTwoText-Regular.ttf", LATIN, FEATURES),
    ("stix-two-text", "400Regular_Italic/STIXTwoText_400Regular_Italic.ttf", "STIXTwoText-Italic.ttf", LATIN, FEATURES),
    ("stix-two-text", "700Bold/STIXTwoText_700Bold.ttf", "STIXTwoText-Bold.ttf", LATIN, FEATURES),
    ("stix-two-text", "700Bold_Italic/STIXTwoText_700Bold_Italic.ttf", "STIXTwoText-BoldItalic.ttf", LATIN, FEATURES),
    ("noto-sans", "400Regular/NotoSans_400Regular.ttf", "NotoSans-Regular.ttf", LATIN, FEATURES),
    ("noto-sans", "400Regular_Italic/NotoSans_400Regular_Italic.ttf", "NotoSans-Italic.ttf", LATIN, FEATURES),
    ("noto-sans", "700Bold/NotoSans_700Bold.ttf", "NotoSans-Bold.ttf", LATIN, FEATURES),
    ("noto-serif-sc", "400Regular/NotoSerifSC_400Regular.ttf", "NotoSerifSC-Regular.ttf", CHINESE, []),
    ("noto-serif-sc", "700Bold/NotoSerifSC_700Bold.ttf", "NotoSerifSC-Bold.ttf", CHINESE, []),
]
LICENCES = {"stix-two-text": "STIXTwoText-OFL.txt", "noto-sans": "NotoSans-OFL.txt", "noto-serif-sc": "NotoSerifSC-OFL.txt"}


def write_subset(source, target, characters, features):
    options = subset.Options()
    options.layout_features = features
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.drop_tables += ["DSIG", "vhea", "vmtx", "VORG", "BASE", "STAT", "meta", "HVAR", "MVAR"]
    font = TTFont(source, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    font.save(target)


def main():
    os.makedirs(FONTS, exist_ok=True)
    for package, file, name, characters, features in SUBSETS:
        write_subset(os.path.join(PACKAGES, package, file), os.path.join(FONTS, name), characters, features)
        print(name, os.path.getsize(os.path.join(FONTS, name)))
    for package, name in LICENCES.items():
        shutil.copyfile(os.path.join(PACKAGES, package, "LICENSE_FONT"), os.path.join(FONTS, name))


main()
