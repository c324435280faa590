data "esremote_cluster" "dublin" {
  on_cluster = "dublin"

  lifecycle {
    postcondition {
      condition     = self.supports.cross_cluster_api_key
      error_message = "Dublin is too old for cross-cluster API keys."
    }
  }
}
