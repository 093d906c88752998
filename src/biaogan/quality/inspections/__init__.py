"""Looking at a store with a phone in the hand, also without network, and the page the store signs."""
