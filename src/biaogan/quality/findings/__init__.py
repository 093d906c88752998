"""What somebody saw go wrong at a store, whichever witness saw it."""
