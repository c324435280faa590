"""`signing` of `esremote_connection`: with what the local cluster signs its requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esremote.model.connection.remote_settings import SIGNING_SECRETS, SigningSettings
from esremote.provider.protocol import Attribute, AttributeProblem, Nested, Number, Path, String, Unknown
from esremote.provider.protocol.validators import all_or_none_of, exactly_one_of, length, whole_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PASSPHRASE = "secure_key_passphrase_wo"  # noqa: S105 (an attribute, not its value)
VERSION = "secure_settings_wo_version"
_PASSWORDS = ("secure_password_wo", "secure_key_password_wo")


def _passphrase_has_a_key(value: dict[str, Any]) -> Iterator[AttributeProblem]:
    if value.get(_PASSPHRASE) is not None and value.get("key") is None:
        yield AttributeProblem("It is the passphrase of `key`, which is not set.", Path() / _PASSPHRASE)


def _secrets_have_a_version(value: dict[str, Any]) -> Iterator[AttributeProblem]:
    keystore, version = value.get("keystore") or {}, value.get(VERSION)
    if isinstance(keystore, Unknown):
        return
    given = any(secret is not None for secret in _secrets(value, keystore))
    if given and version is None:
        yield AttributeProblem(
            f"Terraform keeps no copy of a secret to compare it with. Set `{VERSION} = 1`, and another "
            "number whenever a secret changes.",
            Path() / VERSION,
        )
    elif version is not None and not given:
        yield AttributeProblem(
            f"There is no secret to deliver. Set `{_PASSPHRASE}`, or the passwords of `keystore`.",
            Path() / VERSION,
        )


def _secret(description: str) -> Attribute:
    return Attribute(
        String,
        f"{description} It goes into the keystore of every node. Write-only: in no state and no plan.",
        optional=True,
        write_only=True,
        sensitive=True,
        validators=(length(1),),
    )


SIGNING = Nested(
    {
        "certificate": Attribute(
            String, "PEM file with the certificate, below the config folder.", optional=True
        ),
        "key": Attribute(String, "PEM file with its key, below the config folder.", optional=True),
        _PASSPHRASE: _secret("The passphrase of `key`, where that is encrypted."),
        "keystore": Attribute(
            Nested(
                {
                    "path": Attribute(String, "Keystore file, below the config folder.", required=True),
                    "type": Attribute(String, "`jks` or `PKCS12`.", optional=True),
                    "algorithm": Attribute(String, "Default: `SunX509`.", optional=True),
                    "alias": Attribute(String, "The key's alias in the keystore.", optional=True),
                    "secure_password_wo": _secret("The password of the file."),
                    "secure_key_password_wo": _secret(
                        "The password of the key in it, where it is not that of the file."
                    ),
                }
            ),
            "A Java keystore in place of the PEM files.",
            optional=True,
        ),
        VERSION: Attribute(
            Number,
            "Change it to deliver the write-only attributes of `signing` anew.",
            optional=True,
            validators=(whole_number,),
        ),
    },
    validators=(
        all_or_none_of("certificate", "key"),
        exactly_one_of("certificate", "keystore"),
        _passphrase_has_a_key,
        _secrets_have_a_version,
    ),
)


def decode(signing: Mapping[str, Any] | None) -> SigningSettings:
    """Read what is no secret."""
    if not signing:
        return SigningSettings()
    keystore = signing["keystore"] or {}
    return SigningSettings(
        certificate=signing["certificate"],
        key=signing["key"],
        keystore_path=keystore.get("path"),
        keystore_type=keystore.get("type"),
        keystore_algorithm=keystore.get("algorithm"),
        keystore_alias=keystore.get("alias"),
    )


def version(values: Mapping[str, Any] | None) -> float | None:
    """The version of the secrets in a configuration, a plan or a state; None where it has none."""
    signing = (values or {}).get("signing") or {}
    number: float | None = signing.get(VERSION)
    return number


def secrets(config: Mapping[str, Any]) -> dict[str, str | None]:
    """Read every secret of a configuration by the name of its secure setting; None where there is none."""
    signing = config["signing"] or {}
    return dict(zip(SIGNING_SECRETS, _secrets(signing, signing.get("keystore") or {}), strict=True))


def _secrets(signing: Mapping[str, Any], keystore: Mapping[str, Any]) -> list[Any]:
    """In the order of `SIGNING_SECRETS`."""
    return [signing.get(_PASSPHRASE), *(keystore.get(name) for name in _PASSWORDS)]
