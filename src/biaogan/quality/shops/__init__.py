"""Mystery shopping: waves, scenarios, shoppers the store does not know, release and appeal."""
