"""Duty 2, service quality: standards, several witnesses of what stores do, and improvements that last."""
