import re

import pytest
from jinja2 import UndefinedError

from plans.prompts import INTERNAL, PUBLIC, PromptTemplateRegistry, UnknownTemplateError, templates


@pytest.mark.parametrize("prompt", list(templates), ids=lambda prompt: prompt.template_id)
def test_every_prompt_is_whole(prompt):
    assert not re.search(r"\{[{%#]|[}%#]\}", prompt.text)
    assert len(prompt.text) > 300
    assert "\n\n\n" not in prompt.text


@pytest.mark.parametrize("template_id", PUBLIC)
def test_prompts_that_see_the_clients_data_say_what_data_is_and_keep_their_secret(template_id):
    text = templates.text(template_id)
    assert "<data name=" in text
    assert "confidential" in text


def test_a_name_that_is_not_there_is_an_error():
    registry = PromptTemplateRegistry(PUBLIC, INTERNAL)
    with pytest.raises(UndefinedError):
        registry.add("tpl_bad", "Hello {{ user_name }}")


def test_a_prompt_of_its_own_may_use_the_fragments():
    registry = PromptTemplateRegistry({}, {})
    registry.add("tpl_own", 'You count.\n\n{% include "fragments/data.md" %}')
    assert "confidential" in registry.text("tpl_own")
    registry.remove("tpl_own")
    with pytest.raises(UnknownTemplateError):
        registry.text("tpl_own")
