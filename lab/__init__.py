"""Real Elasticsearch clusters on loopback, built from the jars that Maven Central has.

    python -m lab up          two clusters, frankfurt and dublin, in about twenty seconds
    python -m lab status
    python -m lab down        nothing is left running

Security is on, every interface speaks TLS, each cluster has a certificate authority of its own, and the
licence is a trial, so both security models of remote clusters work. `.lab/lab.json` says where everything is.

From Python: `lab.lifecycle.up()` and `down()`. The modules, in the order in which `up` uses them:

    prerequisites  jdk            what must be there, and how to install it
    build                         an Elasticsearch home in the user's cache, from distribution/ and java/
    cluster  certificates         what will run, on which ports, with which certificates
    settings                      elasticsearch.yml: base settings and remote cluster settings
    keystore                      each node's bin/elasticsearch-keystore
    node  processes  health       start, watch, stop
    state                         .lab/lab.json
"""
