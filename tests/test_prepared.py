from uuid import uuid4

from django.db import connections

from accounts.models import Session, User
from adiuva.prepared import Prepared

FIELDS = ("pk", "user_id", "user__email", "created_at")


def sessions(user, session):
    return Session.objects.filter(user=user, pk=session).values_list(*FIELDS)


def test_it_answers_as_the_query_does_for_any_keys(world):
    prepared = Prepared(sessions, keys=2)
    for person in (world.owner, world.stranger, world.owner):
        assert prepared.first(person.id, person.session.pk) == sessions(person.id, person.session.pk).get()
    assert prepared.first(world.owner.id, world.stranger.session.pk) is None
    assert prepared.first(uuid4(), uuid4()) is None


def test_a_key_may_be_used_twice(world):
    prepared = Prepared(lambda key: User.objects.exclude(sessions__pk=key).filter(pk=key).values_list("pk"), keys=1)
    assert prepared.first(world.owner.id) == (world.owner.id,)


def test_it_is_written_once_and_asked_with_one_query(world, django_assert_num_queries):
    made = []
    prepared = Prepared(lambda *keys: made.append(keys) or sessions(*keys), keys=2)
    with django_assert_num_queries(3):
        for person in (world.owner, world.team_mate, world.stranger):
            assert prepared.first(person.id, person.session.pk)[2] == person.email
    assert len(made) == 1


def test_a_closed_connection_is_opened_again(transactional_db, person):
    prepared, one = Prepared(sessions, keys=2), person()
    assert prepared.first(one.id, one.session.pk)
    connections.close_all()
    assert prepared.first(one.id, one.session.pk)
