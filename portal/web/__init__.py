"""What every page stands on: gate, sign-in, languages, errors, security headers, menu."""
