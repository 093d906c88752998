"""Operating targets: the cockpit, the metric pages, the store pages, the orders behind every number."""
