"""SQLite finds the modifications whose reference or title holds a piece of text by an index.

PostgreSQL has one of its own on their table.
"""

from django.db import migrations

COLUMNS = "reference, title"
OF = "{}.kind = 'modifications.modification'"
ADDED = (
    f"INSERT INTO search_title(rowid, {COLUMNS})"
    f" SELECT new.id, new.reference, new.title WHERE {OF.format('new')};"
)
REMOVED = (
    f"INSERT INTO search_title(search_title, rowid, {COLUMNS})"
    f" SELECT 'delete', old.id, old.reference, old.title WHERE {OF.format('old')};"
)
SQLITE = (
    f"CREATE VIEW search_titled AS SELECT e.id, e.reference, e.title FROM search_searchentry e"
    f" WHERE {OF.format('e')}",
    f"CREATE VIRTUAL TABLE search_title USING fts5({COLUMNS}, content='search_titled',"
    " content_rowid='id', tokenize='trigram')",
    f"CREATE TRIGGER search_title_added AFTER INSERT ON search_searchentry BEGIN {ADDED} END",
    f"CREATE TRIGGER search_title_removed AFTER DELETE ON search_searchentry BEGIN {REMOVED} END",
    "CREATE TRIGGER search_title_changed AFTER UPDATE OF kind, reference, title"
    f" ON search_searchentry BEGIN {REMOVED} {ADDED} END",
    "INSERT INTO search_title(search_title) VALUES ('rebuild')",
)


def build(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for statement in SQLITE:
            schema_editor.execute(statement)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for trigger in ("added", "removed", "changed"):
            schema_editor.execute(f"DROP TRIGGER search_title_{trigger}")
        schema_editor.execute("DROP TABLE search_title")
        schema_editor.execute("DROP VIEW search_titled")


class Migration(migrations.Migration):
    dependencies = [("search", "0003_words_as_they_are_sought")]
    operations = [migrations.RunPython(build, drop)]
