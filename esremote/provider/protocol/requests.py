"""What a hook is given: one frozen value for each operation, with the values that Terraform sent.

The values are the hook's own copies. Two members collect what the hook has to say beside its result:
`diagnostics` (all findings at once) and `private` (JSON values that Terraform keeps in state for the provider
alone, unseen by people; never a secret: state is not a vault).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from esremote.provider.protocol.diagnostics import Diagnostics

if TYPE_CHECKING:
    from esremote.provider.protocol.paths import Path
    from esremote.provider.protocol.values import Values

Private = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Request:
    """What every operation has.

    Attributes:
        diagnostics: Add findings here. With an error among them the operation has failed.
    """

    diagnostics: Diagnostics = field(default_factory=Diagnostics)


@dataclass(frozen=True, kw_only=True)
class ConfigureRequest(Request):
    """The provider is told its configuration.

    Attributes:
        config: The configuration; with unknown values where it depends on resources that are not there yet.
        terraform_version: Of the Terraform or OpenTofu that asks.
    """

    config: Values
    terraform_version: str = ""


@dataclass(frozen=True, kw_only=True)
class ValidateRequest(Request):
    """A configuration is looked at, offline: before the provider is configured, and again during plan.

    Attributes:
        config: The configuration; values may be unknown.
    """

    config: Values


@dataclass(frozen=True, kw_only=True)
class PlanRequest(Request):
    """A creation or an update is planned.

    Attributes:
        config: The configuration, write-only values included.
        prior: The state; None when the resource is to be created.
        planned: What the schema's rules give: defaults applied, computed values kept or unknown. Change it
            and return it. A value that the configuration sets can be changed to its prior value only.
        private: See the module.
    """

    config: Values
    prior: Values | None
    planned: Values
    private: Private = field(default_factory=dict)
    replaced: dict[Path, None] = field(default_factory=dict)

    def require_replace(self, path: Path) -> None:
        """Say that the change of this attribute needs the resource to be destroyed and created anew."""
        self.replaced[path] = None


@dataclass(frozen=True, kw_only=True)
class PlanDestroyRequest(Request):
    """A destruction is planned: the place to warn of what it will take with it.

    Attributes:
        prior: The state.
        private: See the module.
    """

    prior: Values
    private: Private = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class _ApplyRequest(Request):
    private: Private = field(default_factory=dict)
    checkpoints: list[Values] = field(default_factory=list, repr=False)

    def checkpoint(self, state: Values) -> None:
        """Say what is there by now: state holds it if a later step fails, is interrupted, or has a bug.

        Call it as soon as something was made, so that Terraform never forgets it. What is unknown becomes
        null.
        """
        self.checkpoints.append(dict(state))


@dataclass(frozen=True, kw_only=True)
class CreateRequest(_ApplyRequest):
    """A resource is created.

    Attributes:
        config: The configuration, write-only values included.
        planned: The plan; computed values are unknown and to be filled in.
        private: See the module.
    """

    config: Values
    planned: Values


@dataclass(frozen=True, kw_only=True)
class UpdateRequest(_ApplyRequest):
    """A resource is changed in place.

    Attributes:
        config: The configuration, write-only values included.
        prior: The state.
        planned: The plan; unknown values are to be filled in.
        private: See the module.
    """

    config: Values
    prior: Values
    planned: Values


@dataclass(frozen=True, kw_only=True)
class DeleteRequest(_ApplyRequest):
    """A resource is destroyed.

    Attributes:
        prior: The state.
        private: See the module.
    """

    prior: Values


@dataclass(frozen=True, kw_only=True)
class ReadRequest(Request):
    """A resource is looked at, for drift.

    Attributes:
        state: What Terraform believes. After an import: what `import_state` returned.
        private: See the module.
        identity: The resource's identity, when Terraform has one.
    """

    state: Values
    private: Private = field(default_factory=dict)
    identity: Values | None = None


@dataclass(frozen=True, kw_only=True)
class ImportRequest(Request):
    """A resource that is already there is taken over.

    Attributes:
        id: What the person gave as the identifier; empty when they gave an identity.
        identity: What they gave as the identity.
        private: See the module.
    """

    id: str
    identity: Values | None = None
    private: Private = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class UpgradeRequest(Request):
    """A state of an older version of the schema is brought up to date.

    Attributes:
        version: The schema version that wrote it.
        state: The state as it was written.
    """

    version: int
    state: Values


@dataclass(frozen=True, kw_only=True)
class MoveRequest(Request):
    """A resource of another type becomes one of this type (`moved` across types).

    Attributes:
        source_type: Its type name.
        source_provider: The address of its provider.
        source_version: The schema version of its state.
        source_state: Its state as it was written.
        private: Its private state; see the module.
    """

    source_type: str
    source_provider: str
    source_version: int
    source_state: Values
    private: Private = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ReadDataRequest(Request):
    """A data source is read.

    Attributes:
        config: The configuration, wholly known.
    """

    config: Values


@dataclass(frozen=True, kw_only=True)
class OpenRequest(Request):
    """An ephemeral resource is opened: its result is used in this run and kept nowhere.

    Attributes:
        config: The configuration, wholly known.
        private: Handed to `renew` and `close`.
    """

    config: Values
    private: Private = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class RenewRequest(Request):
    """An ephemeral resource is about to expire.

    Attributes:
        private: What `open` put there.
    """

    private: Private = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class CloseRequest(Request):
    """An ephemeral resource is no longer needed.

    Attributes:
        private: What `open` put there.
    """

    private: Private = field(default_factory=dict)
