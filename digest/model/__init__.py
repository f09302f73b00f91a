"""Every type that one stage hands to another; all of them frozen."""
