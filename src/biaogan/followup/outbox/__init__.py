"""Messages to a person's bot or mailbox: written with what they tell of, sent later, never twice."""
