"""From criteria and facts to verdicts: evidence, sign-offs, votes, waivers, go-live."""
