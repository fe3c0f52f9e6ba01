"""What follows from a rulebook and a date: releases, obligations, cut-offs, what breaks."""
