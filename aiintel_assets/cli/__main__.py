"""`python -m aiintel_assets.cli` is `aiintel`."""

from aiintel_assets.cli import main

main()
