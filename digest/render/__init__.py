"""A site to every file of it: `whole` makes them, and is imported on demand, for whoever needs an address waits for no templates."""
