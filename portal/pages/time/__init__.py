"""Pages of what time does to records: reviews, holds, expiry."""
