"""Signal or noise: control charts of every metric and store, and what stands out beyond chance."""
