"""One document in five forms: PDF, one long picture, Word, PowerPoint with native charts, Excel."""
