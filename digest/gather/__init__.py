"""What the network says; nothing else in the package touches it."""
