# The ID is <on_cluster>/<key ID>. The secret of an imported key is unknown.
terraform import esremote_cross_cluster_api_key.paris dublin/VuaCfGcBCdbkQm-e5aOx
