# The ID is <local_cluster>/<alias>. The provider finds the key on the other clusters by its metadata.
terraform import esremote_connection.dublin frankfurt/dublin
