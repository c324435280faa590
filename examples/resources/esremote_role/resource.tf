resource "esremote_role" "analyst" {
  on_cluster  = "frankfurt"
  name        = "analyst"
  description = "Searches logs in Frankfurt and Dublin."

  indices = [{
    names      = ["logs-*"]
    privileges = ["read", "view_index_metadata"]
  }]

  # Access to remote clusters is also limited by the cross-cluster API key of the connection.
  remote_indices = [{
    clusters   = ["dublin"]
    names      = ["logs-*"]
    privileges = ["read", "read_cross_cluster", "view_index_metadata"]
    query      = jsonencode({ term = { public = true } })
  }]
  remote_cluster = [{
    clusters   = ["dublin"]
    privileges = ["monitor_enrich"]
  }]

  metadata = jsonencode({ team = "search" })
}
