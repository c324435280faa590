# What an analyst can search in Dublin, limited by both the role and the cross-cluster API key.
data "esremote_effective_access" "analyst" {
  on_cluster = "frankfurt"
  roles      = ["analyst"]
  expression = "dublin:*"
}

output "analyst_reaches" {
  value = data.esremote_effective_access.analyst.reaches[*].name
}
