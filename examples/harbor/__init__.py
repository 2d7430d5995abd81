"""A fork to learn from: a harbour whose people wave, and whose bell strikes every hour and swings.

`rules.py` says what can happen, `page/` shows it in the browser, `migrations/` makes a table of its own. Run it with
`everbrook run --rules examples.harbor:FORK`.
"""

from pathlib import Path

from everbrook.fork import Fork
from examples.harbor.rules import HARBOR as HARBOR
from examples.harbor.rules import wave as wave

FORK = Fork(rules=HARBOR, folder=Path(__file__).parent, template="hollow")
