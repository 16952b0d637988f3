"""Photos of what was printed, sealed and photographed with a phone."""
