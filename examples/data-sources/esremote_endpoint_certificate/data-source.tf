# Before a cut-over, verify that Frankfurt will trust the certificate of Dublin's remote cluster interface.
data "esremote_endpoint_certificate" "dublin" {
  host    = "dub.example"
  port    = 9443
  ca_file = "dub-remote-ca.crt"

  lifecycle {
    postcondition {
      condition     = self.verified
      error_message = "Frankfurt would not trust Dublin: ${coalesce(self.problem, "?")}."
    }
  }
}
