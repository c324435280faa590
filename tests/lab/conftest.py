"""What the lab's own tests share."""

from pathlib import Path

import pytest

from lab import build, jdk, prerequisites, versions
from lab import keystore as commands
from lab.cluster import Node, Ports
from tests.support.keystore import Keystore


@pytest.fixture(scope="session")
def home() -> Path:
    """A built Elasticsearch."""
    prerequisites.check([prerequisites.java(versions.DEFAULT), prerequisites.MAVEN])
    found = jdk.find(versions.DEFAULT)
    assert found
    return build.build(versions.DEFAULT, found, lambda _doing: None)


@pytest.fixture
def keystore(home: Path, tmp_path: Path) -> Keystore:
    """The keystore command of a node that has no keystore yet."""
    found = jdk.find(versions.DEFAULT)
    assert found
    node = Node("node-1", versions.DEFAULT, tmp_path, Ports(0, 0, 0))
    node.config.mkdir()
    node.keystore_command.parent.mkdir()
    commands.install(node, home, found)
    return Keystore(node)
