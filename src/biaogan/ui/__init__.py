"""How every page looks and feels: base page, components, number and date formats, charts."""
