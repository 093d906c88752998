"""The balanced scorecard: four perspectives, weights of a hundred points, red lines, how far ranks bear."""
