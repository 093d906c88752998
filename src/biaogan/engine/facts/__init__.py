"""Facts: what a repair order, a survey, a member of staff is; and the lake that keeps them."""
