"""Release governance for systems that many organisations share."""
