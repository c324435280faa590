"""The main job, shown and proved: two real clusters connected by one command, and taken apart again."""
