"""What the help of the commands shares: what a SOURCE is, and the sections after the options."""

from __future__ import annotations

SOURCE = """\
SOURCE is one of:
  a plan or a state        JSON, from `terraform show -json`
  a synthesised app        the folder that synthesis wrote; default: cdktf.out
  a synthesised stack      the folder of one stack, or its cdk.tf.json
  a facts document         JSON, see docs/facts.md
  a list of live clusters  YAML or JSON, see docs/doctor.md
"""


def epilog(*sections: str, examples: str, done: str, found: str = "") -> str:
    r"""Compose what `--help` prints after the options: own sections, examples, exit codes.

    Args:
        sections: sections of one command, each with its heading.
        examples: command lines, one a line.
        done: when the command exits with 0.
        found: when it exits with 2; empty if it never does.

    >>> print(epilog(examples="esremote graph", done="The diagram was drawn.").replace("\b", ""))
    <BLANKLINE>
    Examples:
      esremote graph
    <BLANKLINE>
    <BLANKLINE>
    Exit codes:
      0  The diagram was drawn.
      1  An error occurred; the message says what to do.
    <BLANKLINE>
    """
    commands = "".join(f"  {line.strip()}\n" for line in examples.strip().splitlines())
    codes = {"0": done, "1": "An error occurred; the message says what to do.", "2": found}
    exits = "".join(f"  {code}  {when}\n" for code, when in codes.items() if when)
    every = (*sections, f"Examples:\n{commands}", f"Exit codes:\n{exits}")
    return "\n".join(f"\b\n{section}" for section in every)  # \b: click keeps the lines as they are
