"""`signing` of `esremote_connection`: the certificate that the local cluster signs its requests with."""

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
        yield AttributeProblem("This is the passphrase of `key`, which is not set.", Path() / _PASSPHRASE)


def _secrets_have_a_version(value: dict[str, Any]) -> Iterator[AttributeProblem]:
    keystore, version = value.get("keystore") or {}, value.get(VERSION)
    if isinstance(keystore, Unknown):
        return
    given = any(secret is not None for secret in _secrets(value, keystore))
    if given and version is None:
        yield AttributeProblem(
            f"Terraform does not store secrets, so it cannot detect changes to them. Set `{VERSION} = 1`, "
            "and change the number whenever a secret changes.",
            Path() / VERSION,
        )
    elif version is not None and not given:
        yield AttributeProblem(
            f"There is no secret to deliver. Set `{_PASSPHRASE}` or the passwords in `keystore`.",
            Path() / VERSION,
        )


def _secret(description: str) -> Attribute:
    return Attribute(
        String,
        f"{description} Written to the keystore of every node. Write-only: never stored in state or plan.",
        optional=True,
        write_only=True,
        sensitive=True,
        validators=(length(1),),
    )


SIGNING = Nested(
    {
        "certificate": Attribute(
            String,
            "Path to a PEM file with the certificate, relative to the Elasticsearch config directory.",
            optional=True,
        ),
        "key": Attribute(
            String,
            "Path to a PEM file with the private key, relative to the Elasticsearch config directory.",
            optional=True,
        ),
        _PASSPHRASE: _secret("The passphrase of `key`, if it is encrypted."),
        "keystore": Attribute(
            Nested(
                {
                    "path": Attribute(
                        String,
                        "Path to the keystore, relative to the Elasticsearch config directory.",
                        required=True,
                    ),
                    "type": Attribute(String, "The type of the keystore, `jks` or `PKCS12`.", optional=True),
                    "algorithm": Attribute(
                        String, "The key management algorithm. Default: `SunX509`.", optional=True
                    ),
                    "alias": Attribute(String, "The alias of the key in the keystore.", optional=True),
                    "secure_password_wo": _secret("The password of the keystore."),
                    "secure_key_password_wo": _secret(
                        "The password of the key, if it differs from that of the keystore."
                    ),
                }
            ),
            "A Java keystore to use instead of PEM files.",
            optional=True,
        ),
        VERSION: Attribute(
            Number,
            "Change this number to deliver the write-only attributes of `signing` again.",
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
    """Read the settings that are not secret."""
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
    """Return the version of the secrets in a configuration, a plan or a state; None if it has none."""
    signing = (values or {}).get("signing") or {}
    number: float | None = signing.get(VERSION)
    return number


def secrets(config: Mapping[str, Any]) -> dict[str, str | None]:
    """Return every secret of a configuration by the name of its secure setting; None if it is not set."""
    signing = config["signing"] or {}
    return dict(zip(SIGNING_SECRETS, _secrets(signing, signing.get("keystore") or {}), strict=True))


def _secrets(signing: Mapping[str, Any], keystore: Mapping[str, Any]) -> list[Any]:
    """Return the secrets in the order of `SIGNING_SECRETS`."""
    return [signing.get(_PASSPHRASE), *(keystore.get(name) for name in _PASSWORDS)]
