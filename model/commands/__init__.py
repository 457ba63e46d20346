"""The commands of `python -m model`, one file each; heavy imports wait until a command runs."""
