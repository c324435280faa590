"""Certificates of one cluster: its own authority, and one certificate for each interface.

They lie in the node's config folder under `certs/`; elasticsearch.yml names them by these relative paths:

    ca.crt  http.crt|key  transport.crt|key  remote-cluster-server.crt|key  remote-cluster-client.crt|key
    <other cluster>-ca.crt        the authority of each other cluster of the lab
"""

from pathlib import Path

import trustme

HOSTS = ("localhost", "127.0.0.1")
INTERFACES = ("http", "transport", "remote-cluster-server", "remote-cluster-client")


class Authority:
    """The certificate authority of one cluster."""

    def __init__(self, cluster: str) -> None:
        self.cluster = cluster
        self._ca = trustme.CA(organization_name="esremote lab", organization_unit_name=f"{cluster} CA")

    def write(self, path: Path) -> None:
        """Write the authority's certificate, without its key."""
        self._ca.cert_pem.write_to_path(path)

    def issue(self, folder: Path, node: str) -> None:
        """Write a certificate and key for each interface of a node, named `<node>-<interface>` in the DN."""
        for interface in INTERFACES:
            issued = self._ca.issue_cert(
                *HOSTS,
                common_name=f"{node}-{interface}",
                organization_name="esremote lab",
                organization_unit_name=self.cluster,
            )
            issued.private_key_pem.write_to_path(folder / f"{interface}.key")
            chain = folder / f"{interface}.crt"
            for position, blob in enumerate(issued.cert_chain_pems):
                blob.write_to_path(chain, append=position > 0)
