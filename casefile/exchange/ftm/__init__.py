"""FollowTheMoney entities in and out."""
