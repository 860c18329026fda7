"""The commands of `bihuan`, one file each; cli.py gathers them."""
