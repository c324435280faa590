# <on_cluster>/<key ID>; the secret is not known then.
terraform import esremote_cross_cluster_api_key.paris dublin/VuaCfGcBCdbkQm-e5aOx
