from django.db import migrations

POSTGRESQL = """
CREATE FUNCTION accounts_auditentry_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'an audit entry is neither changed nor deleted'; END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON accounts_auditentry
FOR EACH ROW EXECUTE FUNCTION accounts_auditentry_is_append_only();
"""
# Deleting stays possible in SQLite: it has no TRUNCATE, so that flushing a test database needs it.
SQLITE = """
CREATE TRIGGER accounts_auditentry_append_only BEFORE UPDATE ON accounts_auditentry
BEGIN SELECT RAISE(ABORT, 'an audit entry is neither changed nor deleted'); END;
"""
STATEMENTS = {"postgresql": POSTGRESQL, "sqlite": SQLITE}


def guard(apps, schema_editor):
    schema_editor.execute(STATEMENTS[schema_editor.connection.vendor], params=None)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]
