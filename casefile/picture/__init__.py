"""The strategic picture: figures of a month over what all units entered, counted once and published as far as policy
lets it (`policy.strategic`)."""
