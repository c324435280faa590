"""`data.esremote_endpoint_certificate`: the certificates that an address presents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esremote.elasticsearch.settings import Trust
from esremote.provider.connection.values import moment
from esremote.provider.data import certificates
from esremote.provider.protocol import (
    Attribute,
    Bool,
    DataSource,
    List,
    Nested,
    Number,
    ProviderError,
    Schema,
    String,
    at,
)
from esremote.provider.protocol.validators import at_most_one_of, between, whole_number

if TYPE_CHECKING:
    from cryptography import x509

    from esremote.provider.protocol import ReadDataRequest, Values

_CERTIFICATE = Nested(
    {
        "subject": Attribute(String, "Distinguished name (RFC 4514).", computed=True),
        "issuer": Attribute(String, "Distinguished name of who signed it.", computed=True),
        "names": Attribute(List(String), "DNS names and IP addresses it is valid for.", computed=True),
        "not_before": Attribute(String, "RFC 3339.", computed=True),
        "not_after": Attribute(String, "RFC 3339.", computed=True),
        "sha256_fingerprint": Attribute(String, "Hexadecimal.", computed=True),
        "pem": Attribute(String, "The certificate.", computed=True),
    }
)

_SCHEMA = Schema(
    {
        "host": Attribute(String, "Host name or IP address.", required=True),
        "port": Attribute(Number, "Port.", required=True, validators=(whole_number, between(1, 65535))),
        "server_name": Attribute(
            String, "The name to ask for and to verify. Default: `host`.", optional=True
        ),
        "ca_pem": Attribute(
            String, "Authorities to verify against, PEM. Default: the system's.", optional=True
        ),
        "ca_file": Attribute(String, "The same as a file.", optional=True),
        "verified": Attribute(
            Bool,
            "Whether the chain leads to one of the authorities, is in time, and carries the name.",
            computed=True,
        ),
        "problem": Attribute(String, "Why it is not verified; null when it is.", computed=True),
        "expires_at": Attribute(
            String, "When the first certificate of the chain ends (RFC 3339).", computed=True
        ),
        "chain": Attribute(
            List(_CERTIFICATE), "What is presented, the address's own certificate first.", computed=True
        ),
    },
    "The TLS certificates that an address presents: trust can be checked before a cut-over, with a "
    "`postcondition` or a `check`. Connects from where Terraform runs.",
    validators=(at_most_one_of("ca_pem", "ca_file"),),
)


class EndpointCertificateData(DataSource):
    """Connects twice: once to see the chain, once to verify it."""

    type_name = "esremote_endpoint_certificate"
    schema = _SCHEMA

    async def read(self, request: ReadDataRequest) -> Values:
        """Look at the address."""
        from esremote.elasticsearch.tls import context  # noqa: PLC0415 (slow to import)

        config = request.config
        host, port = config["host"], int(config["port"])
        name = config["server_name"] or host
        trust = Trust(ca_file=config["ca_file"], ca_pem=config["ca_pem"])
        try:
            trusted = context(trust)
            chain = await certificates.presented(host, port, name)
            problem = await certificates.refusal(host, port, name, trusted)
        except ValueError as error:
            raise ProviderError(
                "No authorities", f"{error}.", at("ca_file" if trust.ca_file else "ca_pem")
            ) from None
        except (OSError, TimeoutError) as error:
            why = str(error) or "no answer in time"
            raise ProviderError(
                f"No TLS at {host}:{port}",
                f"{why}. Check host and port, and that TLS is on there.",
                at("host"),
            ) from None
        described = [_described(certificate) for certificate in chain]
        return {
            **config,
            "verified": problem is None,
            "problem": problem,
            "expires_at": min(certificate["not_after"] for certificate in described),
            "chain": described,
        }


def _described(certificate: x509.Certificate) -> dict[str, Any]:
    from cryptography import x509  # noqa: PLC0415 (slow to import)
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415

    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        names = x509.SubjectAlternativeName([])
    return {
        "subject": certificate.subject.rfc4514_string(),
        "issuer": certificate.issuer.rfc4514_string(),
        "names": [str(name.value) for name in names],
        "not_before": moment(certificate.not_valid_before_utc),
        "not_after": moment(certificate.not_valid_after_utc),
        "sha256_fingerprint": certificate.fingerprint(hashes.SHA256()).hex(),
        "pem": certificate.public_bytes(serialization.Encoding.PEM).decode(),
    }
