"""The pages of the organisation: entering, stores, people, settings, the audit trail."""
