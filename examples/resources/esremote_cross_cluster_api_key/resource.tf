# A key for a team that administers its own cluster. The secret is stored in the state, so keep the state secure.
resource "esremote_cross_cluster_api_key" "paris" {
  on_cluster = "dublin"
  name       = "paris"
  access = {
    search      = [{ names = ["logs-*"] }]
    replication = [{ names = ["archive-*"] }]
  }
  expiration    = "90d"
  rotate_before = "14d"

  lifecycle {
    create_before_destroy = true
  }
}

output "paris_credentials" {
  value     = esremote_cross_cluster_api_key.paris.encoded
  sensitive = true
}
