"""The lab's `elasticsearch-keystore` says and does what the real one says and does.

Expected words and exit codes are those of distribution/tools/keystore-cli in elastic/elasticsearch.
"""

import pytest

from tests.support.keystore import Keystore

pytestmark = pytest.mark.lab

CREDENTIALS = "cluster.remote.dublin.credentials"


def test_add_with_force_makes_the_keystore_and_reads_one_line_for_each_name(keystore: Keystore) -> None:
    added = keystore("add", "--stdin", "--force", "a.first", CREDENTIALS, lines=["one", "two"])
    assert (added.returncode, added.stdout, added.stderr) == (0, "", "")
    assert keystore.file.stat().st_mode & 0o777 == 0o660
    assert keystore("show", CREDENTIALS).stdout == "two"


def test_add_without_force_asks_before_it_makes_a_keystore(keystore: Keystore) -> None:
    refused = keystore("add", "--stdin", CREDENTIALS, lines=["n"])
    assert refused.returncode == 0
    assert "The elasticsearch keystore does not exist. Do you want to create it? [y/N]" in refused.stderr
    assert refused.stdout == "Exiting without creating keystore.\n"
    assert not keystore.file.exists()


def test_add_overwrites_with_force_and_asks_without(keystore: Keystore) -> None:
    keystore("add", "-xf", CREDENTIALS, lines=["old"])
    keystore("add", "-xf", CREDENTIALS, lines=["newer"])
    refused = keystore("add", "--stdin", CREDENTIALS, lines=["n", "newest"])
    assert f"Setting {CREDENTIALS} already exists. Overwrite? [y/N]" in refused.stderr
    assert refused.stdout == "Exiting without modifying keystore.\n"
    assert keystore("show", CREDENTIALS).stdout == "newer"


def test_add_without_a_line_to_read_changes_nothing(keystore: Keystore) -> None:
    keystore("create")
    failed = keystore("add", "--stdin", CREDENTIALS)
    assert failed.returncode == 1
    assert "unable to read from standard input" in failed.stderr
    assert keystore.names() == ["keystore.seed"]


def test_add_refuses_a_name_that_is_no_setting(keystore: Keystore) -> None:
    keystore("create")
    refused = keystore("add", "--stdin", "No Setting", lines=["x"])
    assert refused.returncode == 65
    assert "does not match the allowed setting name pattern" in refused.stderr


def test_create_asks_before_it_overwrites(keystore: Keystore) -> None:
    created = keystore("create")
    assert created.stdout == f"Created elasticsearch keystore in {keystore.file}\n"
    refused = keystore("create", lines=[""])
    assert "An elasticsearch keystore already exists. Overwrite? [y/N]" in refused.stderr
    assert refused.stdout == "Exiting without creating keystore.\n"


def test_remove_refuses_names_that_are_not_there_and_then_removes_nothing(keystore: Keystore) -> None:
    keystore("add", "-xf", CREDENTIALS, lines=["x"])
    refused = keystore("remove", CREDENTIALS, "no.such")
    assert refused.returncode == 78
    assert refused.stderr == "\nERROR: Setting [no.such] does not exist in the keystore., with exit code 78\n"
    assert keystore.names() == [CREDENTIALS, "keystore.seed"]
    assert keystore("remove", CREDENTIALS).returncode == 0
    assert keystore.names() == ["keystore.seed"]


@pytest.mark.parametrize("command", ["list", "remove", "show", "passwd"])
def test_most_commands_need_a_keystore(keystore: Keystore, command: str) -> None:
    failed = keystore(command, "a.b" if command in {"remove", "show"} else "--silent")
    assert failed.returncode == 65
    assert failed.stderr == (
        f"\nERROR: Elasticsearch keystore not found at [{keystore.file}]."
        " Use 'create' command to create one., with exit code 65\n"
    )


def test_has_passwd_answers_by_its_exit_code(keystore: Keystore) -> None:
    assert keystore("has-passwd").stderr == "ERROR: Elasticsearch keystore not found\n"
    keystore("create")
    without = keystore("has-passwd")
    assert (without.returncode, without.stderr) == (1, "ERROR: Keystore is not password-protected\n")
    assert keystore("has-passwd", "--silent").stderr == ""
    keystore("passwd", lines=["secret", "secret"])
    protected = keystore("has-passwd")
    assert (protected.returncode, protected.stdout) == (0, "Keystore is password-protected\n")


def test_a_protected_keystore_reads_its_password_first(keystore: Keystore) -> None:
    keystore("create", "--password", lines=["secret", "secret"])
    added = keystore("add", "-xf", CREDENTIALS, lines=["secret", "value"])
    assert added.returncode == 0
    assert keystore.names(password=["secret"]) == [CREDENTIALS, "keystore.seed"]


def test_a_wrong_password_is_refused(keystore: Keystore) -> None:
    keystore("create", "--password", lines=["secret", "secret"])
    refused = keystore("list", lines=["wrong"])
    assert refused.returncode == 65
    assert refused.stderr.endswith("ERROR: Provided keystore password was incorrect, with exit code 65\n")


def test_passwords_that_differ_are_refused(keystore: Keystore) -> None:
    refused = keystore("create", "-p", lines=["one", "two"])
    assert refused.returncode == 65
    assert refused.stderr.endswith("ERROR: Passwords are not equal, exiting., with exit code 65\n")
    assert not keystore.file.exists()


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["list", "--no-such-option"], "no-such-option is not a recognized option"),
        (["no-such-command"], "Unknown command [no-such-command]"),
        ([], "Missing required command"),
    ],
)
def test_wrong_usage_is_exit_code_64(keystore: Keystore, arguments: list[str], complaint: str) -> None:
    refused = keystore(*arguments)
    assert refused.returncode == 64
    assert complaint in refused.stderr
