# <local_cluster>/<alias>; the key is found by its mark on the other clusters.
terraform import esremote_connection.dublin frankfurt/dublin
