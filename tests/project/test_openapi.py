from drf_spectacular.drainage import reset_generator_stats
from drf_spectacular.generators import SchemaGenerator

import adiuva.openapi  # noqa: F401 - brings what the schema is made with


def test_the_reference_is_made_without_a_warning(capsys):
    reset_generator_stats()
    schema = SchemaGenerator().get_schema(request=None, public=True)
    assert capsys.readouterr().err == ""
    assert "RunEntry" in schema["components"]["schemas"]


def test_a_key_of_ones_own_is_named_where_it_is_taken():
    paths = SchemaGenerator().get_schema(request=None, public=True)["paths"]
    takes = {
        path.removeprefix("/api/v1")
        for path, methods in paths.items()
        if any(parameter["name"] == "X-Provider-Key" for parameter in methods.get("post", {}).get("parameters", ()))
    }
    assert takes == {
        "/chat",
        "/chat/continue",
        "/chat/stream",
        "/plans/playbook/{plan_id}/run",
        "/agents/{name}/runs",
        "/agents/configs/{agent_id}/runs",
    }
