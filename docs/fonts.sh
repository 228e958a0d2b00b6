#!/bin/sh
# Make theme/static/fonts/ anew from Fontsource's package of Source Serif 4.
# Needs npm, and `pip install fonttools brotli`. Run it in the repository.
set -eu

VERSION=5.3.0
OUT=$(pwd)/theme/static/fonts
# What English needs is one small file; accents come on demand, west and east of Europe apart.
# theme/css/faces.css names the same code points.
CORE='U+0020-007E,U+00A0,U+00A7,U+00AB,U+00B7,U+00BB,U+2013-2014,U+2018-201A,U+201C-201E,U+2022,U+2026'
WEST='U+00A1-00A6,U+00A8-00AA,U+00AC-00B6,U+00B8-00BA,U+00BC-00FF,U+0131,U+0152-0153,U+2032-2033,U+2039-203A,U+20AC,U+2122,U+2212'
EAST='U+0100-0130,U+0132-0151,U+0154-017F,U+0218-021B'

cd "$(mktemp -d)"
npm pack --silent "@fontsource-variable/source-serif-4@$VERSION"
tar xzf ./*.tgz
cp package/LICENSE "$OUT/LICENSE"

# The OFL keeps the name "Source" for the family as a whole, so the parts carry no name but the notice.
face() { # part style weights code-points name
    fonttools varLib.instancer -q -o part.ttf "package/files/source-serif-4-$1-wght-$2.woff2" "wght=$3"
    pyftsubset part.ttf --unicodes="$4" --layout-features=kern,liga,lnum,ccmp,locl \
        --flavor=woff2 --no-hinting --name-IDs=0,13,14 --output-file="$OUT/$5.woff2"
}

face latin normal 400:700 "$CORE" serif
face latin normal 400:700 "$WEST" serif-west
face latin-ext normal 400:700 "$EAST" serif-east
face latin italic 400 "$CORE" serif-italic
face latin italic 400 "$WEST" serif-italic-west
face latin-ext italic 400 "$EAST" serif-italic-east
