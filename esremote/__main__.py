"""`python -m esremote`: the command line, where its script is not on the PATH."""

from esremote.cli import main

if __name__ == "__main__":
    main(prog_name="esremote")
