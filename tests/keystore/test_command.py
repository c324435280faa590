"""The `command` keystore, with a real little program in place of `elasticsearch-keystore`."""

import json
import sys
from pathlib import Path

import pytest

from esremote.keystore import CommandKeystore, KeystoreError

_PROGRAM = '''
"""Behaves like elasticsearch-keystore, and writes down how it was called."""
import json, os, sys
file, verb, *arguments = sys.argv[1:]
names = [argument for argument in arguments if not argument.startswith("--")]
lines = sys.stdin.read().splitlines()
held = json.load(open(file)) if os.path.exists(file) else {"calls": [], "settings": {}, "password": None}
seen = [name for name in os.environ if name.startswith("ESREMOTE_")]
held["calls"].append({"argv": sys.argv[2:], "environment": seen})
if held["password"] and (not lines or lines.pop(0) != held["password"]):
    sys.exit("ERROR: Provided keystore password was incorrect")
if verb == "add":
    held["settings"].update(zip(names, lines, strict=True))
elif verb == "remove":
    for name in names:
        if name not in held["settings"]:
            sys.exit(f"ERROR: Setting [{name}] does not exist in the keystore.")
        del held["settings"][name]
elif verb == "list":
    print("\\n".join(held["settings"]))
json.dump(held, open(file, "w"))
'''


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "keystore.py"
    path.write_text(_PROGRAM)
    return path


def _argv(program: Path, node: str) -> tuple[str, ...]:
    return (sys.executable, str(program), str(program.with_name(node)))


def _held(program: Path, node: str) -> dict[str, object]:
    return dict(json.loads(program.with_name(node).read_text()))


async def test_a_secret_goes_to_every_node_by_standard_input(
    program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ESREMOTE_FRANKFURT_PASSWORD", "s3cret")
    keystore = CommandKeystore("frankfurt", (_argv(program, "one"), _argv(program, "two")))

    await keystore.add({"cluster.remote.a.credentials": "AAA=", "cluster.remote.b.credentials": "BBB="})

    for node in ("one", "two"):
        held = _held(program, node)
        assert held["settings"] == {
            "cluster.remote.a.credentials": "AAA=",
            "cluster.remote.b.credentials": "BBB=",
        }
        (call,) = held["calls"]
        assert "AAA=" not in json.dumps(call["argv"])
        assert call["environment"] == []


async def test_the_keystores_password_goes_first(program: Path) -> None:
    program.with_name("one").write_text(json.dumps({"calls": [], "settings": {}, "password": "open sesame"}))
    keystore = CommandKeystore("frankfurt", (_argv(program, "one"),), "open sesame")

    await keystore.add({"a": "1"})
    await keystore.remove(["a"])

    assert _held(program, "one")["settings"] == {}


async def test_a_wrong_password_is_told_for_its_node_without_the_secret(program: Path) -> None:
    program.with_name("two").write_text(json.dumps({"calls": [], "settings": {}, "password": "x"}))
    keystore = CommandKeystore("frankfurt", (_argv(program, "one"), _argv(program, "two")))

    with pytest.raises(KeystoreError) as failed:
        await keystore.add({"a": "TOPSECRET"})

    (place,) = failed.value.places
    assert place.startswith("node 2 (")
    assert "password was incorrect" in str(failed.value)
    assert "TOPSECRET" not in str(failed.value)


async def test_removing_what_is_not_there_removes_the_rest(program: Path) -> None:
    keystore = CommandKeystore("frankfurt", (_argv(program, "one"),))
    await keystore.add({"a": "1", "c": "3"})

    await keystore.remove(["a", "b", "c"])

    assert _held(program, "one")["settings"] == {}


async def test_a_program_that_is_not_there_is_named(tmp_path: Path) -> None:
    keystore = CommandKeystore("frankfurt", ((str(tmp_path / "nothing"),),))

    with pytest.raises(KeystoreError, match="cannot be run: No such file"):
        await keystore.add({"a": "1"})
