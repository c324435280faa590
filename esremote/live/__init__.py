"""Reads live clusters: what they are, who may do what on them, and whether their remote clusters respond.

Never changes anything, and works on clusters that esremote has never managed.
"""
