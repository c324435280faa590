resource "esremote_role" "analyst" {
  on_cluster  = "frankfurt"
  name        = "analyst"
  description = "Searches logs, here and in Dublin."

  indices = [{
    names      = ["logs-*"]
    privileges = ["read", "view_index_metadata"]
  }]

  # Over the connection: as far as its key permits it too.
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
