"""The face in Textual. It draws views and sends events; no rule stands here."""
