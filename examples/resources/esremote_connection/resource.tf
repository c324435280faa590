# Frankfurt searches Dublin's logs, with a key that Terraform replaces two weeks before it expires.
resource "esremote_connection" "dublin" {
  local_cluster = "frankfurt"
  alias         = "dublin"

  proxy = {
    proxy_address = "dub.example:9443"
  }
  skip_unavailable = false

  cross_cluster_api_key = {
    remote_cluster = "dublin"
    access = {
      search = [{ names = ["logs-*"] }]
    }
    expiration    = "90d"
    rotate_before = "14d"
    metadata      = jsonencode({ team = "search" })
  }
}
