"""Whether a password is strong enough, by the rules that the settings name."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from pydantic import SecretStr


def strong_enough(word: SecretStr) -> SecretStr:
    """The same word, or ValueError saying what is wrong with it."""
    try:
        validate_password(word.get_secret_value())
    except ValidationError as error:
        raise ValueError(" ".join(error.messages)) from error
    return word
