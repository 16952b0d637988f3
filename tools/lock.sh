#!/usr/bin/env bash
# Resolve pyproject.toml into the two hash-pinned files. Why there is no other lock file:
# docs/adr/0001-requirements-txt-is-the-lock.md
set -euo pipefail
cd "$(dirname "$0")/.."

if [[ -n ${PIP_INDEX_URL:-} ]]; then
  export UV_DEFAULT_INDEX=${UV_DEFAULT_INDEX:-$PIP_INDEX_URL}
fi
uv=$(command -v uv || echo .boot/bin/uv)

compile() {
  "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --custom-compile-command "make lock" "$@" pyproject.toml
}

compile --extra embedded --output-file requirements.txt
compile --all-extras --group dev --constraint requirements.txt --output-file requirements-dev.txt
