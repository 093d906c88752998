"""What customers' texts are about: keyword rules, a learned classifier, its score, and what is new."""
