"""Tools of development: they renew what is generated, and are not part of the wheel."""
