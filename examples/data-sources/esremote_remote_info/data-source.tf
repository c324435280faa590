data "esremote_remote_info" "frankfurt" {
  on_cluster = "frankfurt"
}

output "aliases_in_the_tls_model" {
  value = [
    for alias, remote in data.esremote_remote_info.frankfurt.remotes : alias
    if remote.security_model == "tls_certificate"
  ]
}
