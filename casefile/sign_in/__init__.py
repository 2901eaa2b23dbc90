"""Signing in: passwords checked, tries counted, devices known, second factors."""
