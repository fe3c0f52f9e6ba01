"""PostgreSQL indexes the words that a search takes out of what is typed, and no others.

Its parser keeps `0.1`, `a/b`, an address or `DCC’s` together as one word; what is typed is parted
at every mark (see `terms`), and so would never find them.
"""

from django.db import migrations

MARKS = (
    r"[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb"
    r"\u00bf\u00d7\u00f7\u2000-\u206f\u20a0-\u20bf\u2190-\u22ff]+"
)
"""As ranges of characters: what a class such as \\W holds depends on the locale of the database."""

WEIGHTS = {"reference": "A", "title": "B", "text": "D"}


def vector(words):
    """The generated column, from an expression of each column's words."""
    parts = (
        f"setweight(to_tsvector('english', {words.format(name)}), '{weight}')"
        for name, weight in WEIGHTS.items()
    )
    return (
        "ALTER TABLE search_searchentry DROP COLUMN words",
        "ALTER TABLE search_searchentry ADD COLUMN words tsvector"
        f" GENERATED ALWAYS AS ({' || '.join(parts)}) STORED",
        "CREATE INDEX search_words ON search_searchentry USING gin (words)",
    )


def on_postgresql(statements):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("search", "0002_full_text")]
    operations = [
        migrations.RunPython(
            on_postgresql(vector(f"regexp_replace({{}}, '{MARKS}', ' ', 'g')")),
            on_postgresql(vector("{}")),
        )
    ]
