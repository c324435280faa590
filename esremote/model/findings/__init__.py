"""Findings: the catalogue of rules, and one finding with its place, its remedy and its acknowledgement."""
