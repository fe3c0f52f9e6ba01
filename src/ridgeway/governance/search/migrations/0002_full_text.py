"""The full-text index of each database over `search_searchentry`; it follows the table by itself."""

from django.db import migrations

COLUMNS = "reference, title, text, seen"
ADDED = "INSERT INTO search_text(rowid, {0}) VALUES (new.id, {1});".format(
    COLUMNS, ", ".join(f"new.{name}" for name in COLUMNS.split(", "))
)
REMOVED = "INSERT INTO search_text(search_text, rowid, {0}) VALUES ('delete', old.id, {1});".format(
    COLUMNS, ", ".join(f"old.{name}" for name in COLUMNS.split(", "))
)
SQLITE = (
    f"CREATE VIRTUAL TABLE search_text USING fts5({COLUMNS}, content='search_searchentry',"
    " content_rowid='id', tokenize='porter unicode61')",
    f"CREATE TRIGGER search_added AFTER INSERT ON search_searchentry BEGIN {ADDED} END",
    f"CREATE TRIGGER search_removed AFTER DELETE ON search_searchentry BEGIN {REMOVED} END",
    f"CREATE TRIGGER search_changed AFTER UPDATE ON search_searchentry BEGIN {REMOVED} {ADDED} END",
)

POSTGRES = (
    """
    ALTER TABLE search_searchentry ADD COLUMN words tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('english', reference), 'A') ||
        setweight(to_tsvector('english', title), 'B') ||
        setweight(to_tsvector('english', text), 'D')
    ) STORED
    """,
    "CREATE INDEX search_words ON search_searchentry USING gin (words)",
)


def build(apps, schema_editor):
    statements = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES
    for statement in statements:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for trigger in ("added", "removed", "changed"):
            schema_editor.execute(f"DROP TRIGGER search_{trigger}")
        schema_editor.execute("DROP TABLE search_text")
        return
    schema_editor.execute("ALTER TABLE search_searchentry DROP COLUMN words")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(build, drop)]
