#!/usr/bin/env bash
# The browser journeys need Chromium and a Chinese font. As root on Debian they are installed.
set -euo pipefail

if command -v chromium chromium-browser google-chrome > /dev/null; then
  exit 0
fi
packages="chromium fonts-noto-cjk"
if [[ $(id -u) -eq 0 ]] && command -v apt-get > /dev/null; then
  echo "chromium: not found; installing it for the browser journeys (apt-get install $packages)"
  apt-get update -qq
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends $packages > /dev/null
  exit 0
fi
cat >&2 << MESSAGE
chromium: not found. The browser journeys will fail until it is installed:
    sudo apt-get install $packages
MESSAGE
