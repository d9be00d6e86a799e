#!/bin/sh
# A picture by curl: kept, with its address; then another as a file. STUDIO and KEY are optional.
set -eu
STUDIO=${STUDIO:-http://127.0.0.1:7860}

ask() {
    curl --silent --show-error --fail-with-body ${KEY:+-H "Authorization: Bearer $KEY"} -H 'Content-Type: application/json' "$@"
}

ask "$STUDIO/generate_image" -d '{"theme": "alpine", "style": "watercolour", "palette": "ember", "seed": 7, "size": [320, 240]}'
echo
ask "$STUDIO/generate_image" -H 'Accept: image/png' -o "${1:-picture.png}" \
    -d '{"words": "a calm night over the city", "palette": ["#1b2a49", {"hex": "#e8663f", "weight": 0.2}, "#f3d9b1"], "size": [320, 240]}'
echo "${1:-picture.png} is painted"
