"""What goes up: weekly, monthly and quarterly reports, written from the data and edited by the manager."""
