"""The command: it parses, hands on, and turns errors into exit codes."""
