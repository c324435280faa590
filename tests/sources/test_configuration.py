"""Which key a connection uses, as the configuration in a plan says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.sources.configuration import keys_in_use

if TYPE_CHECKING:
    from esremote.sources.jsonlike import Json

KEY, CONNECTION = "esremote_cross_cluster_api_key", "esremote_connection"


def connection(*references: str, **more: Json) -> Json:
    given = {"credentials_wo": {"references": list(references)}}
    return {"address": f"{CONNECTION}.c", "type": CONNECTION, "expressions": given, **more}


def plan(root: Json) -> Json:
    return {"configuration": {"root_module": root}}


def test_a_reference_at_the_root() -> None:
    document = plan({"resources": [connection(f"{KEY}.k.encoded", f"{KEY}.k")]})

    found = keys_in_use(document, [f"{CONNECTION}.c", f"{KEY}.k", f"{KEY}.other"])
    assert found == {f"{CONNECTION}.c": (f"{KEY}.k",)}


def test_a_reference_to_one_instance() -> None:
    document = plan({"resources": [connection(f'{KEY}.k["a"].encoded', f'{KEY}.k["a"]', f"{KEY}.k")]})

    found = keys_in_use(document, [f"{CONNECTION}.c", f'{KEY}.k["a"]', f'{KEY}.k["b"]'])
    assert found == {f"{CONNECTION}.c": (f'{KEY}.k["a"]',)}


def test_instances_of_the_same_keys_belong_together() -> None:
    document = plan({"resources": [connection(f"{KEY}.k", "each.key")]})
    addresses = [f'{kind}["{name}"]' for kind in (f"{CONNECTION}.c", f"{KEY}.k") for name in "ab"]

    assert keys_in_use(document, addresses) == {
        f'{CONNECTION}.c["a"]': (f'{KEY}.k["a"]',),
        f'{CONNECTION}.c["b"]': (f'{KEY}.k["b"]',),
    }


def test_a_key_chosen_by_a_value_may_be_any_of_them() -> None:
    document = plan({"resources": [connection(f"{KEY}.k", "each.value.key", "each.key")]})
    addresses = [f'{CONNECTION}.c["a"]', f'{KEY}.k["a"]', f'{KEY}.k["b"]']

    found = keys_in_use(document, addresses)
    assert found == {f'{CONNECTION}.c["a"]': (f'{KEY}.k["a"]', f'{KEY}.k["b"]')}


def test_a_reference_within_a_module_stays_in_its_instance() -> None:
    module = {"module": {"resources": [connection(f"{KEY}.k.encoded", f"{KEY}.k")]}}
    addresses = [f'module.m["{name}"].{kind}' for kind in (f"{CONNECTION}.c", f"{KEY}.k") for name in "ab"]

    assert keys_in_use(plan({"module_calls": {"m": module}}), addresses) == {
        f'module.m["a"].{CONNECTION}.c': (f'module.m["a"].{KEY}.k',),
        f'module.m["b"].{CONNECTION}.c': (f'module.m["b"].{KEY}.k',),
    }


def test_a_key_that_a_module_is_given_from_the_output_of_another() -> None:
    outputs = {"encoded": {"expression": {"references": [f"{KEY}.k.encoded", f"{KEY}.k"]}}}
    calls = {
        "keys": {"module": {"resources": [], "outputs": outputs}},
        "alias": {
            "module": {"resources": [connection("var.credentials")]},
            "expressions": {"credentials": {"references": ["module.keys.encoded", "module.keys"]}},
        },
    }
    found = keys_in_use(
        plan({"module_calls": calls}),
        [f"module.alias.{CONNECTION}.c", f"module.keys.{KEY}.k", f"{KEY}.other"],
    )

    assert found == {f"module.alias.{CONNECTION}.c": (f"module.keys.{KEY}.k",)}


def test_a_local_may_be_any_key() -> None:
    document = plan({"resources": [connection("local.credentials")]})

    found = keys_in_use(document, [f"{CONNECTION}.c", f"{KEY}.a", f"{KEY}.b"])
    assert found == {f"{CONNECTION}.c": (f"{KEY}.a", f"{KEY}.b")}


def test_a_module_for_each_key_and_one_for_each_alias() -> None:
    outputs = {"encoded": {"expression": {"references": [f"{KEY}.k.encoded", f"{KEY}.k"]}}}
    calls = {
        "keys": {"module": {"resources": [], "outputs": outputs}},
        "alias": {
            "module": {"resources": [connection("var.credentials")]},
            "expressions": {"credentials": {"references": ["module.keys", "each.key"]}},
        },
    }
    addresses = [
        f'module.{kind}["{name}"].{resource}'
        for kind, resource in (("keys", f"{KEY}.k"), ("alias", f"{CONNECTION}.c"))
        for name in "ab"
    ]

    assert keys_in_use(plan({"module_calls": calls}), addresses) == {
        f'module.alias["{name}"].{CONNECTION}.c': (f'module.keys["{name}"].{KEY}.k',) for name in "ab"
    }


def test_a_key_of_another_provider() -> None:
    key = "elasticstack_elasticsearch_security_api_key.k"
    document = plan({"resources": [connection(f"{key}.encoded", key)]})

    assert keys_in_use(document, [f"{CONNECTION}.c", key]) == {f"{CONNECTION}.c": (key,)}
