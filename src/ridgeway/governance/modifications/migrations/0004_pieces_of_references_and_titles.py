"""PostgreSQL finds what holds a piece of text in its reference or title by an index of its own.

Where its extension for that is not there, or the user of the database may not make it, every row
is read instead.
"""

from django.db import migrations

MAY = """
SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm') OR (
    EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_trgm')
    AND has_database_privilege(current_database(), 'CREATE')
)
"""
POSTGRES = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX register_by_piece ON modifications_modification"
    " USING gin (UPPER(reference::text) gin_trgm_ops, UPPER(title::text) gin_trgm_ops)",
)


def build(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(MAY)
        if cursor.fetchone()[0]:
            for statement in POSTGRES:
                cursor.execute(statement)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS register_by_piece")


class Migration(migrations.Migration):
    dependencies = [("modifications", "0003_narrow_indexes_of_the_register")]
    operations = [migrations.RunPython(build, drop)]
