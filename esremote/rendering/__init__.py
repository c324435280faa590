"""Node settings and open ports that connections need, in the formats of other tools."""
