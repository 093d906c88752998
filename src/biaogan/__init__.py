"""Biaogan: the business system of a regional after-sales service manager."""
