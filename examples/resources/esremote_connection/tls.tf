# The TLS certificate security model needs no key. Both clusters trust each other's transport certificates.
resource "esremote_connection" "tokyo" {
  local_cluster = "frankfurt"
  alias         = "tokyo"

  sniff = {
    seeds = ["tyo-1.example:9300", "tyo-2.example:9300"]
  }
  transport = {
    ping_schedule = "30s"
  }
}
