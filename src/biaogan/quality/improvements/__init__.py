"""From a finding to a standard: analysed, planned, done; closed only on an effect that lasts."""
