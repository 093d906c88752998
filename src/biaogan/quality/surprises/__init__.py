"""Moments that surprised a customer: consented, done once, shared with other stores."""
