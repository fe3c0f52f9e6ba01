"""The full-text index of each database over `search_searchentry`."""

from django.db import migrations

SQLITE = """
CREATE VIRTUAL TABLE search_text USING fts5(
    reference, title, text, seen, tokenize='porter unicode61'
)
"""

POSTGRES = (
    """
    ALTER TABLE search_searchentry ADD COLUMN words tsvector GENERATED ALWAYS AS (
        to_tsvector('english', reference || ' ' || title || ' ' || text)
    ) STORED
    """,
    "CREATE INDEX search_words ON search_searchentry USING gin (words)",
)


def build(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(SQLITE)
        return
    for statement in POSTGRES:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE search_text")
        return
    schema_editor.execute("ALTER TABLE search_searchentry DROP COLUMN words")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(build, drop)]
