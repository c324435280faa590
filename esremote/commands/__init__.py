"""One module for each command of the `esremote` command line."""
