"""A small policy with a workflow and implementation dates, as a code might adopt it."""

from __future__ import annotations

POLICY = """
format = 1
id = "example-policy"
version = "1.0"
title = "Example Policy"
code = "EX"
status = "approved"
source = "Written for tests"
established_by = "Example"
issued_date = 2018-01-01
applies_from = 2018-01-01
calendar = "england-and-wales"
zone = "Europe/London"
owner = "panel"

[[bodies]]
id = "panel"
name = "Panel"
clause = "section 1"

[[bodies]]
id = "secas"
name = "SECAS"
clause = "section 1"

[[bodies]]
id = "proposer"
name = "Proposer"
clause = "section 1"

[[bodies]]
id = "code-administrator"
name = "Code administrator"
clause = "section 1"

[naming]
pattern = "{month} {year} Example Release"
clause = "section 3"
force = "must"

[[impacts]]
id = "systems"
title = "Systems"
clause = "section 3"

[[kinds]]
id = "system"
title = "System Release"
clause = "section 3"
force = "must"

[[kinds]]
id = "documentation"
title = "Documentation Release"
excludes = ["systems"]
clause = "section 3"
force = "must"

[[slots]]
id = "february"
title = "February"
month = 2
weekday = "thursday"
which = "last"
kind = "documentation"
clause = "section 3"
force = "must"

[[slots]]
id = "june"
title = "June"
month = 6
weekday = "thursday"
which = "last"
kind = "system"
clause = "section 3"
force = "must"

[[slots]]
id = "november"
title = "November"
month = 11
weekday = "thursday"
which = "first"
kind = "system"
clause = "section 3"
force = "must"

[implementation]
two_limbs = \"\"\"{first_date} ({first_release}) if a decision to approve is received on or \\
  before {first_limit}; or {second_date} ({second_release}) if a decision to approve is received \\
  after {first_limit}, but on or before {second_limit}.\"\"\"
one_limb = "{first_date} ({first_release}) on a decision by {first_limit}."
working_days = "{days} Working Days following decision"
self_governance_starts = "the end of the referral window"
self_governance_vote = "the vote"
referral_window = { amount = 10, unit = "working-days" }
clause = "section 4"
force = "must"

[workflow]
subject = "modification"
initial = "draft"
clause = "section 5"
states = [
  { id = "draft", title = "Draft" },
  { id = "assessment", title = "Assessment" },
  { id = "consultation", title = "Consultation" },
  { id = "window", title = "Referral window" },
  { id = "authority", title = "With the Authority" },
  { id = "withdrawn", title = "Withdrawn", final = true },
  { id = "on-hold", title = "On hold" },
]

[[workflow.transitions]]
action = "assess"
title = "Begin the assessment"
source = ["draft"]
target = "assessment"
roles = ["code-administrator"]
clause = "section 5.1"

[[workflow.transitions]]
action = "consult"
title = "Begin the consultation"
source = ["assessment"]
target = "consultation"
roles = ["code-administrator"]
guards = ["reasons-given", "impact-assessment"]
clause = "section 5.2"

[[workflow.transitions]]
action = "approve-self-governance"
title = "Approve under self-governance"
source = ["consultation"]
target = "window"
roles = ["panel"]
guards = ["self-governance-path", "implementation-date-set"]
clause = "section 5.3"

[[workflow.transitions]]
action = "recommend"
title = "Recommend to the Authority"
source = ["consultation"]
target = "authority"
roles = ["panel"]
guards = ["not-self-governance-path"]
clause = "section 5.4"

[[workflow.transitions]]
action = "withdraw"
title = "Withdraw"
source = ["draft", "assessment", "consultation"]
target = "withdrawn"
roles = ["proposer"]
clause = "section 5.5"

[[workflow.transitions]]
action = "hold"
title = "Put on hold"
source = ["assessment", "consultation"]
target = "on-hold"
roles = ["code-administrator"]
clause = "section 5.6"

[[workflow.transitions]]
action = "resume"
title = "Resume"
source = ["on-hold"]
target = "assessment"
roles = ["code-administrator"]
clause = "section 5.6"
"""
