"""Live clusters, asked over HTTP: what they are, who may do what on them, and whether their aliases answer.

Only reads. Works on clusters that nothing of ours has ever managed.
"""
