#!/bin/sh
# Make plugins/postil/cardfonts/ anew from Debian's package fonts-noto-core (20201225).
# Needs `pip install fonttools`. Run it in the repository.
set -eu

FROM=/usr/share/fonts/truetype/noto
OUT=$(pwd)/plugins/postil/cardfonts
# Latin of every kind, Greek, Cyrillic; then Arabic in all its languages; then Hebrew.
LATIN='U+0020-007E,U+00A0-024F,U+0259,U+02BB-02BC,U+02C6-02DD,U+0300-0304,U+0306-030C,U+0323,U+0327-0328,U+0370-03FF,U+0400-045F,U+0462-0463,U+0472-0475,U+0490-04FF,U+1E00-1EFF,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+2030,U+2032-2033,U+2039-203A,U+20AC,U+2116,U+2122,U+2212'
ARABIC='U+0020-007E,U+00A0,U+00AB,U+00BB,U+060C-061F,U+0620-06FF,U+0750-077F,U+2010-2015,U+2018-201E,U+2026,U+FD3E-FD3F'

face() { # font weight code-points features name
    pyftsubset "$FROM/$1-$2.ttf" --unicodes="$3" --layout-features="$4" --no-hinting \
        --name-IDs=0,1,2,4,6,13,14 --output-file="$OUT/$5-$2.ttf"
}

for weight in Regular Bold; do
    face NotoSerif $weight "$LATIN" kern,liga,ccmp,locl,mark,mkmk serif
    face NotoNaskhArabic $weight "$ARABIC" '*' arabic
    face NotoSerifHebrew $weight '*' '*' hebrew
done
