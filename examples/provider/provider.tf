terraform {
  required_providers {
    esremote = {
      source  = "esremote/esremote"
      version = "~> 0.1"
    }
  }
}

# Credentials are sourced from the environment variables ESREMOTE_FRANKFURT_USERNAME, ESREMOTE_FRANKFURT_PASSWORD,
# ESREMOTE_DUBLIN_USERNAME and ESREMOTE_DUBLIN_PASSWORD.
provider "esremote" {
  clusters = {
    frankfurt = {
      endpoints = ["https://fra-1.example:9200", "https://fra-2.example:9200"]
      ca_file   = "fra-ca.crt"
      # One command for each node, because every node has its own keystore.
      keystore = {
        commands = [
          ["ssh", "fra-1.example", "sudo", "/usr/share/elasticsearch/bin/elasticsearch-keystore"],
          ["ssh", "fra-2.example", "sudo", "/usr/share/elasticsearch/bin/elasticsearch-keystore"],
        ]
      }
    }
    dublin = {
      endpoints = ["https://dub.example:9200"]
      ca_file   = "dub-ca.crt"
    }
  }
}
