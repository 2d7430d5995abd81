"""Days: the calendar, usual days, plans and promises."""
