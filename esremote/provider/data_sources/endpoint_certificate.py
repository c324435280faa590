"""`data.esremote_endpoint_certificate`: the TLS certificates that an address presents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esremote.elasticsearch.cluster_access import Trust
from esremote.elasticsearch.presented_certificates import names_in, presented, verification_error
from esremote.model.times import rfc3339
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
        "subject": Attribute(String, "The distinguished name of the subject (RFC 4514).", computed=True),
        "issuer": Attribute(String, "The distinguished name of the issuer (RFC 4514).", computed=True),
        "names": Attribute(
            List(String), "DNS names and IP addresses that the certificate is valid for.", computed=True
        ),
        "not_before": Attribute(String, "The start of the validity period (RFC 3339).", computed=True),
        "not_after": Attribute(String, "The end of the validity period (RFC 3339).", computed=True),
        "sha256_fingerprint": Attribute(String, "The SHA-256 fingerprint, in hexadecimal.", computed=True),
        "pem": Attribute(String, "The certificate, in PEM format.", computed=True),
    }
)

_SCHEMA = Schema(
    {
        "host": Attribute(String, "The host name or IP address to connect to.", required=True),
        "port": Attribute(
            Number, "The port to connect to.", required=True, validators=(whole_number, between(1, 65535))
        ),
        "server_name": Attribute(
            String, "The TLS server name (SNI) to request and to verify. Default: `host`.", optional=True
        ),
        "ca_pem": Attribute(
            String,
            "The certificate authorities to verify against, in PEM format. Default: the system's.",
            optional=True,
        ),
        "ca_file": Attribute(
            String, "Path to a PEM file with the certificate authorities to verify against.", optional=True
        ),
        "verified": Attribute(
            Bool,
            "Whether a trusted certificate authority signed the certificate, and it is valid for the name "
            "and the current time.",
            computed=True,
        ),
        "problem": Attribute(
            String, "Why the certificate failed verification. Null if it passed.", computed=True
        ),
        "expires_at": Attribute(
            String, "When the first certificate in the chain expires (RFC 3339).", computed=True
        ),
        "chain": Attribute(
            List(_CERTIFICATE),
            "The presented certificate chain, the server certificate first.",
            computed=True,
        ),
    },
    "Reads the TLS certificates that an address presents. Use it in a `postcondition` or a `check` block to "
    "verify trust before a cut-over. The provider connects from the machine that runs Terraform.",
    validators=(at_most_one_of("ca_pem", "ca_file"),),
)


class EndpointCertificateData(DataSource):
    """Connects twice: once to read the chain, once to verify it."""

    type_name = "esremote_endpoint_certificate"
    schema = _SCHEMA

    async def read(self, request: ReadDataRequest) -> Values:
        """Connect to the address."""
        from esremote.elasticsearch.tls import context  # noqa: PLC0415 (slow to import)

        config = request.config
        host, port = config["host"], int(config["port"])
        name = config["server_name"] or host
        trust = Trust(ca_file=config["ca_file"], ca_pem=config["ca_pem"])
        try:
            trusted = context(trust)
            chain = await presented(host, port, name)
            problem = await verification_error(host, port, name, trusted)
        except ValueError as error:
            raise ProviderError(
                "Invalid certificate authorities", f"{error}.", at("ca_file" if trust.ca_file else "ca_pem")
            ) from None
        except (OSError, TimeoutError) as error:
            reason = str(error) or "no response in time"
            raise ProviderError(
                f"No TLS connection to {host}:{port}",
                f"The connection failed: {reason}. Check the host and the port, and that TLS is enabled "
                "there.",
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
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415 (slow to import)

    return {
        "subject": certificate.subject.rfc4514_string(),
        "issuer": certificate.issuer.rfc4514_string(),
        "names": list(names_in(certificate)),
        "not_before": rfc3339(certificate.not_valid_before_utc),
        "not_after": rfc3339(certificate.not_valid_after_utc),
        "sha256_fingerprint": certificate.fingerprint(hashes.SHA256()).hex(),
        "pem": certificate.public_bytes(serialization.Encoding.PEM).decode(),
    }
