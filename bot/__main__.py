"""`python -m bot` is the command line `shelterbot`."""

from bot.cli import main

main()
