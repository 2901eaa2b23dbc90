"""What comes in from elsewhere: the UN list and FollowTheMoney. Read whole and checked first, then written."""
