#!/usr/bin/env bash
# Make .venv hold what the given requirements file says. Does nothing when it already does.
set -euo pipefail
cd "$(dirname "$0")/.."

wanted=$1
stamp=.venv/.installed
python=${PYTHON:-python3}

# The development set contains the other one: never take it away again.
if [[ $wanted == requirements.txt && -f $stamp && $(head -n 1 "$stamp") == requirements-dev.txt ]]; then
  wanted=requirements-dev.txt
fi
state="$wanted
$(cksum < "$wanted")"
if [[ -f $stamp && $(< "$stamp") == "$state" && -x .venv/bin/python ]]; then
  exit 0
fi

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "Python 3.11 or newer is needed; $python is $("$python" --version). Set PYTHON=…" >&2
  exit 1
fi

# uv does not read pip's settings: hand the mirror on.
if [[ -n ${PIP_INDEX_URL:-} ]]; then
  export UV_DEFAULT_INDEX=${UV_DEFAULT_INDEX:-$PIP_INDEX_URL}
fi

uv=$(command -v uv || true)
if [[ -z $uv ]] || ! "$uv" --version > /dev/null 2>&1; then
  uv=.boot/bin/uv
  if [[ ! -x $uv ]]; then
    echo "setup: fetching uv, the installer (once)"
    if ! "$python" -m venv .boot; then
      echo "setup: on Debian and Ubuntu run: apt-get install python3-venv" >&2
      exit 1
    fi
    .boot/bin/pip install --quiet --disable-pip-version-check uv
  fi
fi

[[ -x .venv/bin/python ]] || "$uv" venv --quiet --python "$python" .venv
echo "setup: installing the packages of $wanted into .venv"
"$uv" pip sync --quiet --require-hashes --python .venv/bin/python "$wanted"
echo "$state" > "$stamp"
