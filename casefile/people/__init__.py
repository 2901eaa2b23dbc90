"""Who works here: units, officers, their roles, passwords, sign-ins."""
