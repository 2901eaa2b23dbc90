"""Pages of what becomes of records in time: reviews, holds, expiry, disputes."""
