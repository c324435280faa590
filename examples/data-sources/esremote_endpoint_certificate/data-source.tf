# Before a cut-over: does Dublin's remote cluster interface present what Frankfurt will trust?
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
