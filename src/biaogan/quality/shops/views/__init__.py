"""Pages of mystery shopping."""
