# What can an analyst really search in Dublin: role and key together.
data "esremote_effective_access" "analyst" {
  on_cluster = "frankfurt"
  roles      = ["analyst"]
  expression = "dublin:*"
}

output "analyst_reaches" {
  value = data.esremote_effective_access.analyst.reaches[*].name
}
