"""Statistics: pure functions, sufficient figures in, a result out, the source of the formula named."""
