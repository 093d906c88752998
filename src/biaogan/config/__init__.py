"""The one place that knows every room: settings, addresses, menu, command line."""
