"""What machines ask: matching and searching as yente answers, reconciliation as OpenRefine asks, Griot's own API."""
