"""The requests that hooks receive: a frozen dataclass for each operation, with the values from Terraform.

The values are copies that the hook may change. Besides its result, a hook can return `diagnostics`, and
`private`: JSON values that Terraform stores in state for the provider, hidden from users. Never put a secret
in `private`.
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
    """The part that all requests have in common.

    Attributes:
        diagnostics: Add errors and warnings here. Any error makes the operation fail.
    """

    diagnostics: Diagnostics = field(default_factory=Diagnostics)


@dataclass(frozen=True, kw_only=True)
class ConfigureRequest(Request):
    """Configures the provider.

    Attributes:
        config: The configuration. It has unknown values if it depends on resources that do not exist yet.
        terraform_version: The version of Terraform or OpenTofu.
    """

    config: Values
    terraform_version: str = ""


@dataclass(frozen=True, kw_only=True)
class ValidateRequest(Request):
    """Validates a configuration offline, before the provider is configured and again during plan.

    Attributes:
        config: The configuration. Values may be unknown.
    """

    config: Values


@dataclass(frozen=True, kw_only=True)
class PlanRequest(Request):
    """Plans a creation or an update.

    Attributes:
        config: The configuration, including write-only values.
        prior: The state; None if the resource is to be created.
        planned: The plan that follows from the schema, with defaults applied and computed values kept or
            unknown. Change it and return it. A value that the configuration sets may only be changed to its
            prior value.
        private: See the module docstring.
    """

    config: Values
    prior: Values | None
    planned: Values
    private: Private = field(default_factory=dict)
    replaced: dict[Path, None] = field(default_factory=dict)

    def require_replace(self, path: Path) -> None:
        """Require the resource to be replaced because of a change to this attribute."""
        self.replaced[path] = None


@dataclass(frozen=True, kw_only=True)
class PlanDestroyRequest(Request):
    """Plans a destruction, which is the time to warn of its consequences.

    Attributes:
        prior: The state.
        private: See the module docstring.
    """

    prior: Values
    private: Private = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class _ApplyRequest(Request):
    private: Private = field(default_factory=dict)
    checkpoints: list[Values] = field(default_factory=list, repr=False)

    def checkpoint(self, state: Values) -> None:
        """Record what exists by now, to be saved to state if a later step fails or is interrupted.

        Call this as soon as something was created, so that Terraform never loses track of it. Unknown values
        become null.
        """
        self.checkpoints.append(dict(state))


@dataclass(frozen=True, kw_only=True)
class CreateRequest(_ApplyRequest):
    """Creates a resource.

    Attributes:
        config: The configuration, including write-only values.
        planned: The plan. Computed values are unknown and have to be filled in.
        private: See the module docstring.
    """

    config: Values
    planned: Values


@dataclass(frozen=True, kw_only=True)
class UpdateRequest(_ApplyRequest):
    """Updates a resource in place.

    Attributes:
        config: The configuration, including write-only values.
        prior: The state.
        planned: The plan. Unknown values have to be filled in.
        private: See the module docstring.
    """

    config: Values
    prior: Values
    planned: Values


@dataclass(frozen=True, kw_only=True)
class DeleteRequest(_ApplyRequest):
    """Destroys a resource.

    Attributes:
        prior: The state.
        private: See the module docstring.
    """

    prior: Values


@dataclass(frozen=True, kw_only=True)
class ReadRequest(Request):
    """Reads a resource, to detect drift.

    Attributes:
        state: The state that Terraform has. After an import, it is what `import_state` returned.
        private: See the module docstring.
        identity: The identity of the resource, if Terraform has one.
    """

    state: Values
    private: Private = field(default_factory=dict)
    identity: Values | None = None


@dataclass(frozen=True, kw_only=True)
class ImportRequest(Request):
    """Imports an existing resource.

    Attributes:
        id: The ID that the user specified; empty if they specified an identity.
        identity: The identity that the user specified.
        private: See the module docstring.
    """

    id: str
    identity: Values | None = None
    private: Private = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class UpgradeRequest(Request):
    """Upgrades a state from an older schema version.

    Attributes:
        version: The schema version of the state.
        state: The state in its original form.
    """

    version: int
    state: Values


@dataclass(frozen=True, kw_only=True)
class MoveRequest(Request):
    """Converts a resource of another type to this type (`moved` across types).

    Attributes:
        source_type: Its type name.
        source_provider: The address of its provider.
        source_version: The schema version of its state.
        source_state: Its state in its original form.
        private: Its private state; see the module docstring.
    """

    source_type: str
    source_provider: str
    source_version: int
    source_state: Values
    private: Private = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ReadDataRequest(Request):
    """Reads a data source.

    Attributes:
        config: The configuration. All values are known.
    """

    config: Values


@dataclass(frozen=True, kw_only=True)
class OpenRequest(Request):
    """Opens an ephemeral resource, whose result is used in this run and not stored anywhere.

    Attributes:
        config: The configuration. All values are known.
        private: Passed on to `renew` and `close`.
    """

    config: Values
    private: Private = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class RenewRequest(Request):
    """Renews an ephemeral resource that is about to expire.

    Attributes:
        private: The value that `open` set.
    """

    private: Private = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class CloseRequest(Request):
    """Closes an ephemeral resource that is no longer needed.

    Attributes:
        private: The value that `open` set.
    """

    private: Private = field(default_factory=dict)
